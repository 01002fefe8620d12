/// Recognised speech as lower-case words: what is left when case, punctuation and spelling habits are gone.
public enum SpokenWords {
  /// Longer input is cut here; no caller's turn comes near it.
  static let maxCharacters = 4000

  /// Splits at everything that is neither letter nor digit, and between the two.
  ///
  /// Apostrophes join ("don't" is `dont`), dots join single letters ("p.m." is `pm`), digits keep their decimal
  /// point, colon, slash and ordinal ending, thousands commas vanish, `$`, `€`, `£` become words of their own.
  public static func split(_ text: String) -> [String] {
    splitWhole(String(text.prefix(maxCharacters)))
  }

  /// As `split`, without the bound on length: for texts that no caller sent.
  static func splitWhole(_ text: String) -> [String] {
    var splitter = WordSplitter()
    let characters = Array(text.lowercased())
    for index in characters.indices { splitter.take(characters, at: index) }
    return splitter.finish()
  }

  /// As `split`, with contractions written out and hesitations dropped, so that two ways of saying the same
  /// compare equal.
  public static func canonical(_ text: String) -> [String] {
    canonical(words: split(text))
  }

  static func canonical(words: [String]) -> [String] {
    var result: [String] = []
    for word in words where !hesitations.contains(word) {
      if let long = contractions[word] { result += long } else { result.append(word) }
    }
    return result
  }

  static let hesitations: Set<String> = [
    "um", "uh", "uhm", "umm", "er", "erm", "eh", "ah", "hmm", "hm", "mmm", "really", "just", "very", "ever",
    "please", "honestly",
  ]

  private static let contractions: [String: [String]] = {
    var table: [String: [String]] = [
      "cannot": ["can", "not"], "cant": ["can", "not"], "wont": ["will", "not"], "aint": ["is", "not"],
      "im": ["i", "am"], "lets": ["let", "us"], "gonna": ["going", "to"], "wanna": ["want", "to"],
      "gotta": ["got", "to"], "dunno": ["do", "not", "know"], "yall": ["you", "all"], "whos": ["who", "is"],
      "whats": ["what", "is"], "thats": ["that", "is"], "theres": ["there", "is"], "hows": ["how", "is"],
      "heres": ["here", "is"], "wheres": ["where", "is"], "whens": ["when", "is"], "id": ["i", "would"],
    ]
    for verb in [
      "do", "does", "did", "is", "are", "was", "were", "have", "has", "had", "would", "could", "should",
    ] {
      table[verb + "nt"] = [verb, "not"]
    }
    for pronoun in ["i", "you", "we", "they"] {
      table[pronoun + "ve"] = [pronoun, "have"]
    }
    for pronoun in ["you", "they"] {
      table[pronoun + "re"] = [pronoun, "are"]
      table[pronoun + "ll"] = [pronoun, "will"]
      table[pronoun + "d"] = [pronoun, "would"]
    }
    for pronoun in ["he", "she", "it"] { table[pronoun + "s"] = [pronoun, "is"] }
    return table
  }()

  /// Equal, or as near as a recogniser's slip: one edit in five letters, two in eight, the same first letter.
  static func sounds(_ word: String, like other: String) -> Bool {
    if word == other { return true }
    let length = min(word.utf8.count, other.utf8.count)
    guard length >= 5, word.first == other.first else { return false }
    let allowed = length >= 8 ? 2 : 1
    guard abs(word.utf8.count - other.utf8.count) <= allowed, word.utf8.count <= 40 else { return false }
    return EditDistance.between(Array(word.utf8), Array(other.utf8)) <= allowed
  }
}
