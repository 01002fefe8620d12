/// Spells pronounced words in the IPA symbols that Piper's English voices were trained on.
///
/// Those voices learnt from espeak-ng's American English: its choice of symbols and of weak forms for function words
/// is imitated here, so that the voice hears what it knows. Source of the phone set: the CMU Pronouncing
/// Dictionary's ARPABET.
enum PhonemeSpelling {
  /// IPA code points of a clause; empty when nothing in it is pronounced.
  static func codePoints(of words: [FliteFrontEnd.Word]) -> [Int32] {
    let text = spell(words)
    if text.isEmpty { return [] }
    // The space in front lets the voice start softly; without it a first s is cut short.
    return (" " + text).unicodeScalars.map { Int32(bitPattern: $0.value) }
  }

  /// The same as a string.
  static func spell(_ words: [FliteFrontEnd.Word]) -> String {
    var text = ""
    for (index, word) in words.enumerated() {
      let following = words[(index + 1)...].first { !$0.phones.isEmpty }
      // flite parts "it's" in two; to the voice it is one word.
      if !text.isEmpty && !word.text.hasPrefix("'") && !word.phones.isEmpty { text += " " }
      text += spell(word, beforeVowel: following?.phones.first.map(isVowel) ?? false)
      if !text.isEmpty { text += spokenPunctuation(word.punctuation) }
    }
    guard text.contains(where: { !$0.isPunctuation }) else { return "" }
    // The voice trails off oddly without a closing mark.
    if let last = text.last, !last.isPunctuation { text += "." }
    return text
  }

  private static func spell(_ word: FliteFrontEnd.Word, beforeVowel: Bool) -> String {
    switch word.text {
    case "the" where beforeVowel: return "ðɪ"
    case "to" where beforeVowel: return "tʊ"
    case "a" where word.phones.first?.hasPrefix("ax") ?? false: return "ɐ"
    default: break
    }
    return weakForms[word.text] ?? spell(phones: word.phones)
  }

  /// One mark, the strongest of those that followed the word.
  private static func spokenPunctuation(_ marks: String) -> String {
    for mark in ["?", "!", ".", ":", ";", ","] where marks.contains(mark) { return mark }
    return marks.contains("-") || marks.contains(")") ? "," : ""
  }

  private static func spell(phones: [String]) -> String {
    var text = ""
    for (index, phone) in phones.enumerated() {
      let next = index + 1 < phones.count ? phones[index + 1] : nil
      let previous = index > 0 ? phones[index - 1] : nil
      text += spell(phone, after: previous, before: next)
    }
    return text
  }

  private static func spell(_ phone: String, after previous: String?, before next: String?) -> String {
    guard isVowel(phone) else {
      // American English turns a t between a vowel and an unstressed vowel into a tap: water, city, forty.
      if phone == "t", let previous, isVowel(previous) || previous == "r", let next, isVowel(next),
        next.hasSuffix("0")
      {
        return "ɾ"
      }
      return consonants[phone] ?? ""
    }
    let isStressed = phone.hasSuffix("1")
    let symbol = vowel(String(phone.dropLast()), isStressed: isStressed, after: previous, before: next)
    return isStressed ? "ˈ" + symbol : symbol
  }

  private static func vowel(
    _ name: String, isStressed: Bool, after previous: String?, before next: String?
  ) -> String {
    switch name {
    case "er": isStressed ? "ɜː" : "ɚ"
    case "iy": isStressed ? "iː" : "i"
    case "ah": isStressed ? "ʌ" : "ə"
    case "ao" where next == "r": "oː"
    case "uh" where next == "r": "ʊ"
    case "ax" where previous == nil: "ɐ"
    default: vowels[name] ?? ""
    }
  }

  static func isVowel(_ phone: String) -> Bool { phone.hasSuffix("0") || phone.hasSuffix("1") }

  private static let vowels = [
    "aa": "ɑː", "ae": "æ", "ao": "ɔː", "aw": "aʊ", "ax": "ə", "ay": "aɪ", "eh": "ɛ", "ey": "eɪ", "ih": "ɪ",
    "ow": "oʊ", "oy": "ɔɪ", "uh": "ʊ", "uw": "uː",
  ]

  private static let consonants = [
    "b": "b", "ch": "tʃ", "d": "d", "dh": "ð", "f": "f", "g": "ɡ", "hh": "h", "jh": "dʒ", "k": "k", "l": "l",
    "m": "m", "n": "n", "ng": "ŋ", "p": "p", "r": "ɹ", "s": "s", "sh": "ʃ", "t": "t", "th": "θ", "v": "v",
    "w": "w", "y": "j", "z": "z", "zh": "ʒ",
  ]

  /// Function words as they are spoken in running speech, without the stress that a dictionary gives them.
  private static let weakForms = [
    "an": "ɐn", "and": "ænd", "are": "ɑːɹ", "as": "æz", "at": "æt", "be": "biː", "but": "bˌʌt", "by": "baɪ",
    "can": "kæn", "could": "kʊd", "do": "duː", "for": "fɔːɹ", "from": "fɹʌm", "had": "hæd", "has": "hæz",
    "have": "hæv", "he": "hiː", "her": "hɜː", "his": "hɪz", "how": "hˌaʊ", "i": "aɪ", "if": "ɪf", "in": "ɪn",
    "is": "ɪz", "it": "ɪt", "its": "ɪts", "me": "mˌiː", "my": "maɪ", "not": "nˌɑːt", "of": "ʌv", "on": "ɔn",
    "or": "ɔːɹ", "our": "ˌaʊɚ", "she": "ʃiː", "should": "ʃˌʊd", "so": "sˌoʊ", "than": "ðˌæn", "that": "ðæt",
    "the": "ðə", "them": "ðˌɛm", "then": "ðˈɛn", "there": "ðɛɹ", "they": "ðeɪ", "this": "ðɪs", "to": "tə",
    "up": "ˌʌp", "us": "ˌʌs", "was": "wʌz", "we": "wiː", "were": "wɜː", "what": "wˌʌt", "when": "wˌɛn",
    "which": "wˌɪtʃ", "who": "hˌuː", "will": "wɪl", "with": "wɪð", "would": "wʊd", "you": "juː",
    "your": "jʊɹ",
  ]
}
