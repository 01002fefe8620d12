/// Tells signs of listening from words that want the floor.
public enum Backchannel {
  private static let signs: Set<String> = [
    "uh", "huh", "mm", "mhm", "hmm", "hm", "mmhmm", "mmm", "aha", "ah", "oh", "ok", "okay", "right", "yeah",
    "yep", "yes", "sure", "i", "see", "got", "it", "alright", "uhhuh", "you", "good", "great", "cool", "nice",
  ]
  /// Words that want the floor even though they are made of the same small change.
  private static let claims: Set<String> = ["i see it", "you", "i got you", "you see"]

  /// Whether `text` (said while the agent speaks) is no more than "I am listening": at most three words, all of
  /// them such signs, or nothing at all.
  public static func isBackchannel(_ text: String) -> Bool {
    let letters = text.lowercased().map { $0.isLetter ? $0 : ($0 == "-" || $0 == "'" ? nil : " ") }
    let words = String(letters.compactMap { $0 }).split(separator: " ").map(String.init)
    guard words.count <= 3 else { return false }
    return words.allSatisfy(signs.contains)
      && !(words.count > 1 && claims.contains(words.joined(separator: " ")))
  }
}
