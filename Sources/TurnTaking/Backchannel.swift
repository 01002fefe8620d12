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
  /// Words that take the floor however short they are, when they come first: nobody says them only to show that they
  /// listen. In second place "how" and "help" are what a recogniser makes of "uh-huh".
  private static let demandsAtFirst: Set<String> = [
    "nope", "hold", "hang", "sorry", "pardon", "excuse", "what", "why", "who", "where", "when", "how",
    "hello", "hey", "help", "never", "bye", "goodbye", "enough", "actually", "repeat", "listen", "shut",
    "quiet", "not",
  ]
  /// The same wherever they stand.
  private static let demands: Set<String> = [
    "stop", "wait", "please", "human", "operator", "representative", "again", "question", "moment", "second",
    "minute", "no", "cannot", "interested", "busy", "wrong", "expensive", "cancel", "remove", "person",
    "somebody", "someone",
  ]
  /// Said alone and at once these are a look whether the line is there: the agent that goes on answers them.
  private static let greetings: Set<String> = ["hello", "hey"]
  /// Nobody says three words faster than this, each.
  static let wordTime = MediaTime.milliseconds(130)
  /// Most that a sign of listening, or a cough, lasts.
  public static let longest = MediaTime.milliseconds(800)
  /// Most that a greeting lasts of which none is meant.
  static let longestGreeting = MediaTime.milliseconds(500)

  /// Whether `text` (said while the agent speaks) is no more than "I am listening": at most three words, all of
  /// them such signs, or nothing at all.
  ///
  /// - Parameter length: of the caller's speech so far. At most `longest`, and it is also a sign of listening when it
  ///   is one or two words, three in less than 390 ms, or up to four of which half are signs, and none takes the floor.
  public static func isBackchannel(_ text: String, lasting length: MediaTime? = nil) -> Bool {
    let words = words(of: text)
    guard words.count <= 4 else { return false }
    let heard = words.count(where: signs.contains)
    if heard == words.count {
      return words.count <= 3 && !(words.count > 1 && claims.contains(words.joined(separator: " ")))
    }
    guard let length, length <= longest else { return false }
    // "Uh-huh" and "oh, okay" are often heard as "no", and one word of a few signs as another one. Whoever means it
    // says more.
    if words.allSatisfy({ $0 == "no" || signs.contains($0) }) { return true }
    guard isShort(words, length) || 2 * heard >= words.count else { return false }
    if isGreeting(words) { return length <= longestGreeting }
    return !words.contains(where: demands.contains)
      && !words.prefix(1).contains(where: demandsAtFirst.contains)
  }

  /// Whether `text` is no more than "Hello?".
  public static func isGreeting(_ text: String) -> Bool { isGreeting(words(of: text)) }

  private static func isGreeting(_ words: [String]) -> Bool {
    words.count == 1 && words.allSatisfy(greetings.contains)
  }

  /// Nobody says three words in so short a time: they are a recogniser's guess.
  private static func isShort(_ words: [String], _ length: MediaTime) -> Bool {
    words.count <= 2 || words.count == 3 && length < wordTime * 3
  }

  private static func words(of text: String) -> [String] {
    let letters = text.lowercased().map {
      $0.isLetter || $0.isNumber ? $0 : ($0 == "-" || $0 == "'" ? nil : " ")
    }
    return String(letters.compactMap { $0 }).split(separator: " ").map(String.init)
  }
}
