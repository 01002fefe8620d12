/// Judges from its words alone whether an utterance sounds finished.
///
/// Punctuation is ignored: recognisers close every partial with a full stop.
public enum UtteranceShape {
  /// - Parameters:
  ///   - text: a partial or final transcript of the turn so far.
  ///   - expecting: what the agent asked for.
  public static func completeness(of text: String, expecting: AnswerKind) -> Completeness {
    let words = SpokenWords.split(text)
    guard let last = words.last else { return .unfinished }
    if wholeTurns.contains(words) { return .complete }
    if expecting == .spelled { return spelled(words, text) }
    if let run = digitRun(words) { return run }
    if breaksOff(words, last: last, expecting: expecting) { return .unfinished }
    switch expecting {
    case .yesNo: return yesNo(words, text: text)
    case .shortValue: return shortValue(words, last: last)
    case .open, .spelled: return words.count >= 5 ? .complete : .likely
    }
  }

  /// Whether words that sound complete have come round: they are a question, or a second clause follows the first.
  /// Who has given the reason, or the condition, seldom goes on.
  public static func isRounded(_ text: String) -> Bool {
    if text.last(where: { !$0.isWhitespace && $0 != "\"" }) == "?" { return true }
    let words = SpokenWords.split(text)
    guard words.count >= 6 else { return false }
    return words[2..<words.count - 3].contains(where: joints.contains)
  }

  private static func breaksOff(_ words: [String], last: String, expecting: AnswerKind) -> Bool {
    if openEndings.contains(where: { words.suffix($0.count).elementsEqual($0) }) { return true }
    if isOnlyACondition(words) { return true }
    if adverbs.contains(last) { return words.count > 1 || expecting != .yesNo }
    if hesitations.contains(last) || connectors.contains(last) { return !closesPhrase(words, last: last) }
    if auxiliaries.contains(last) { return !isShortReply(words) }
    return expecting != .yesNo && openSubjects.contains(last)
  }

  /// "I think so", "come in": small words that do end a phrase.
  private static func closesPhrase(_ words: [String], last: String) -> Bool {
    guard words.count >= 2 else { return false }
    let previous = words[words.count - 2]
    if last == "so" { return ["think", "guess", "hope", "suppose", "believe", "say"].contains(previous) }
    if last == "or" { return false }
    return last == "in" && ["come", "move", "sign", "bring"].contains(previous)
  }

  /// "If the price is right", "when it is windy outside": the sentence itself is still to come. A question that
  /// begins with such a word has its verb right after it.
  private static func isOnlyACondition(_ words: [String]) -> Bool {
    guard words.count >= 2, words.count <= 7, subordinators.contains(words[0]) else { return false }
    return !auxiliaries.contains(words[1])
  }

  /// "I do", "yes we are", "it is".
  private static func isShortReply(_ words: [String]) -> Bool {
    guard words.count >= 2, words.count <= 4 else { return false }
    return ["i", "we", "it", "they", "you", "he", "she", "that"].contains(words[words.count - 2])
      && !["need", "want", "looking", "trying", "going", "gonna", "wanna"].contains(words[words.count - 1])
  }

  private static func yesNo(_ words: [String], text: String) -> Completeness {
    guard YesNoReader().read(text) != nil else { return .likely }
    return words.count <= 8 ? .complete : .likely
  }

  private static func shortValue(_ words: [String], last: String) -> Completeness {
    if let hour = words.dropLast().last, hourWords.contains(hour), NumberReader.unit(last) != nil {
      return .complete
    }
    let readings = NumberReader(words: words).all()
    if let reading = readings.last, reading.words.upperBound == words.count {
      // "Twenty" may go on as "twenty five", "fifty" as "fifty thousand".
      return reading.hasScale || NumberReader.digits(last) ?? 0 >= 1000 ? .complete : .likely
    }
    if !readings.isEmpty { return .complete }
    if namesTime(words) { return .complete }
    return words.count >= 5 ? .complete : .likely
  }

  private static func namesTime(_ words: [String]) -> Bool {
    words.contains { DateTimeReader.weekday($0) != nil || timeWords.contains($0) }
  }

  /// A phone number, at least nine digits, or an address with its "dot com"; or something else altogether.
  private static func spelled(_ words: [String], _ text: String) -> Completeness {
    let digits = digitCount(words[...])
    if let at = words.lastIndex(of: "at"), let dot = words.lastIndex(of: "dot"), at < dot {
      return dot + 1 < words.count ? .complete : .unfinished
    }
    if digits == 0, !spells(words) { return besides(words, text) }
    if ["com", "net", "org"].contains(words.last), words.count > 1 { return .complete }
    // A letter, or a name and its "at": more is to come.
    if digits == 0, let last = words.last, last.count == 1 || words.contains("at") { return .unfinished }
    if let last = words.last, connectors.contains(last) || hesitations.contains(last) { return .unfinished }
    if digits >= 10 { return .complete }
    if digits >= 7 { return .likely }
    return digits > 0 || words.allSatisfy({ $0.count == 1 }) ? .unfinished : .likely
  }

  /// Letters one by one, or an address that has got to its "at".
  private static func spells(_ words: [String]) -> Bool {
    words.count < 5 || words.contains { $0 == "at" || $0.count == 1 && $0 != "i" && $0 != "a" }
  }

  /// A sentence where something spelled was asked for: a question back, an excuse, or a name that was misheard.
  private static func besides(_ words: [String], _ text: String) -> Completeness {
    if breaksOff(words, last: words.last ?? "", expecting: .open) { return .unfinished }
    return isRounded(text) ? .complete : .likely
  }

  /// Three or more digits in a row are a number being spelled, whatever was asked.
  private static func digitRun(_ words: [String]) -> Completeness? {
    let run = words.reversed().prefix { isDigit($0) || isGroup($0) }
    guard run.count >= 3 || run.count == 2 && run.allSatisfy(isGroup) else { return nil }
    let digits = run.reduce(0) { $0 + (isDigit($1) ? 1 : $1.utf8.count) }
    return digits >= 10 ? .complete : digits >= 7 ? .likely : .unfinished
  }

  /// "749": three or four digits of a number that is spelled.
  private static func isGroup(_ word: String) -> Bool {
    (3...4).contains(word.utf8.count) && NumberReader.digits(word) != nil
  }

  private static func digitCount(_ words: ArraySlice<String>) -> Int {
    words.reduce(0) { count, word in
      if NumberReader.digits(word) != nil { return count + word.utf8.count }
      if let ten = NumberReader.ten(word), ten > 0 { return count + 2 }
      return count + (NumberReader.unit(word) == nil ? 0 : 1)
    }
  }

  private static func isDigit(_ word: String) -> Bool {
    if let unit = NumberReader.unit(word) { return unit < 10 }
    return word.utf8.count == 1 && NumberReader.digits(word) != nil
  }

  private static let connectors: Set<String> = [
    "and", "or", "but", "because", "cause", "so", "if", "when", "while", "which", "than", "then", "to", "for",
    "of",
    "in", "on", "at", "with", "from", "by", "about", "around", "into", "between", "until", "after", "per",
    "a", "an",
    "the", "my", "our", "your", "their", "some", "every", "next", "plus", "as", "via", "roughly",
    "approximately",
    "maybe", "also", "who", "whose", "point", "dot", "$", "€", "£", "like", "whether", "although", "unless",
    "without",
  ]
  private static let hesitations: Set<String> = [
    "um", "uh", "uhm", "umm", "er", "erm", "hmm", "hm", "well", "basically",
  ]
  private static let auxiliaries: Set<String> = [
    "is", "are", "was", "were", "am", "be", "been", "have", "has", "had", "will", "would", "could", "should",
    "can",
    "do", "does", "did", "might", "must", "going", "gonna", "wanna", "need", "want", "looking", "trying",
    "im", "were",
    "ill", "its", "theres", "ive", "weve", "wed", "thats", "currently", "dont", "isnt", "hes", "shes",
    "theyre",
  ]
  /// Words that stand before what they belong to.
  private static let adverbs: Set<String> = [
    "usually", "mostly", "mainly", "probably", "just", "only", "very", "quite", "always", "almost",
    "honestly",
  ]
  private static let subordinators: Set<String> = [
    "if", "when", "whenever", "although", "unless", "since", "because", "once", "while",
  ]
  private static let openSubjects: Set<String> = ["i", "we", "they", "he", "she"]
  private static let openEndings: [[String]] = [
    ["kind", "of"], ["sort", "of"], ["such", "as"], ["let", "me", "see"], ["let", "me", "think"],
    ["i", "mean"],
    ["you", "know"], ["i", "think"], ["i", "guess", "we"], ["as", "well", "as"], ["a", "couple"],
    ["a", "few"], ["said", "that"], ["says", "that"], ["us", "that"], ["me", "that"], ["think", "that"],
    ["so", "that"],
    ["to", "know"], ["to", "get"], ["to", "ask"], ["to", "see"], ["to", "make"], ["to", "be"],
  ]
  /// Words between two clauses.
  private static let joints: Set<String> = [
    "and", "but", "so", "because", "if", "when", "that", "which", "who", "or", "although", "since", "while",
    "until",
  ]
  /// "At three", "after four": an hour.
  private static let hourWords: Set<String> = ["at", "after", "before", "by", "until", "past"]
  private static let timeWords: Set<String> = [
    "january", "february", "april", "june", "july", "august", "september", "october", "november", "december",
    "today", "tomorrow", "tonight", "morning", "afternoon", "evening", "noon", "pm", "am", "week", "month",
    "year",
    "now", "soon",
  ]
  private static let wholeTurns: Set<[String]> = Set(
    [
      "yes", "yeah", "yep", "yup", "no", "nope", "nah", "sure", "okay", "ok", "of course", "absolutely",
      "definitely",
      "goodbye", "bye", "bye bye", "thank you", "thanks", "not interested", "i'm not interested", "no thanks",
      "no thank you", "yes please", "go ahead", "that's right", "correct", "i think so", "i guess so",
      "sounds good",
      "what", "sorry", "pardon", "yes i am", "i am", "i do", "yes i do", "yes it is", "it is", "i would",
    ].map(SpokenWords.split))
}
