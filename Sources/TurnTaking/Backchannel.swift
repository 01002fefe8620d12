public import Audio

/// Tells signs of listening, and coughs, from words that want the floor.
///
/// A recogniser that hears half a second of "uh-huh" or a cough writes down some short word that sounds like it ("So?",
/// "Don't know."). So what is as short as that must be one of the few words with which people do take the floor;
/// what lasts longer must be more than signs of listening.
public enum Backchannel {
  private static let signs: Set<String> = [
    "uh", "huh", "mm", "mhm", "hmm", "hm", "mmhmm", "mmm", "aha", "ah", "oh", "ok", "okay", "right", "yeah",
    "yep", "yes", "yup", "sure", "i", "see", "got", "it", "alright", "uhhuh", "you", "good", "great", "cool",
    "nice", "true", "exactly", "fine", "wow", "ooh", "um", "all", "thats", "understood",
  ]
  /// Words that want the floor even though they are made of the same small change.
  private static let claims: Set<String> = ["i see it", "you", "i got you", "you see"]
  /// Words that take the floor however short they are: nobody says them only to show that they listen.
  private static let demands: Set<String> = [
    "stop", "wait", "no", "nope", "hold", "hang", "sorry", "pardon", "excuse", "what", "why", "who", "where",
    "when",
    "how", "hello", "hey", "please", "help", "never", "bye", "goodbye", "enough", "actually", "human",
    "operator", "representative", "repeat", "again", "listen", "shut", "quiet", "question", "moment",
    "second", "minute",
  ]
  /// Of these also when they come second: "how" and "help" are what a recogniser makes of "uh-huh".
  private static let demandsAnywhere: Set<String> = [
    "stop", "wait", "please", "human", "operator", "representative", "again", "question", "moment", "second",
    "minute", "no",
  ]
  /// Nobody says three words faster than this, each.
  static let wordTime = MediaTime.milliseconds(130)
  /// Most that a sign of listening, or a cough, lasts.
  public static let longest = MediaTime.milliseconds(700)

  /// Whether `text` (said while the agent speaks) is no more than "I am listening": at most three words, all of
  /// them such signs, or nothing at all.
  ///
  /// - Parameter length: of the caller's speech so far. At most `longest`, and it is also a sign of listening when it
  ///   is one or two words, or three in less than 390 ms, none of which takes the floor.
  public static func isBackchannel(_ text: String, lasting length: MediaTime? = nil) -> Bool {
    let words = words(of: text)
    guard words.count <= 3 else { return false }
    if words.allSatisfy(signs.contains) {
      return !(words.count > 1 && claims.contains(words.joined(separator: " ")))
    }
    guard let length, length <= longest else { return false }
    // Nobody says three words in so short a time: they are a recogniser's guess.
    guard words.count <= 2 || length < wordTime * 3 else { return false }
    // "Uh-huh" and "oh, okay" are often heard as "no". Whoever means it says more.
    if words.allSatisfy({ $0 == "no" }) { return true }
    return !words.prefix(1).contains(where: demands.contains)
      && !words.dropFirst().contains(where: demandsAnywhere.contains)
  }

  private static func words(of text: String) -> [String] {
    let letters = text.lowercased().map {
      $0.isLetter || $0.isNumber ? $0 : ($0 == "-" || $0 == "'" ? nil : " ")
    }
    return String(letters.compactMap { $0 }).split(separator: " ").map(String.init)
  }
}
