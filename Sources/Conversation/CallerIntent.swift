/// What a caller may want at any point of a scripted call, apart from answering.
enum CallerIntent: Equatable, CaseIterable {
  case doNotCall, robot, identity, repetition, holding, presence, hello, goodbye, unknown

  /// The first of the intents that the words express; nil for what may be an answer.
  init?(_ matcher: PhraseMatcher) {
    guard let intent = Self.allCases.first(where: { $0.isExpressed(by: matcher) }) else { return nil }
    self = intent
  }

  func isExpressed(by matcher: PhraseMatcher) -> Bool {
    let count = matcher.words.count
    switch self {
    case .doNotCall: return Self.isDoNotCall(matcher)
    case .robot: return count <= 14 && Self.robotPhrases.contains(where: matcher.isAbout)
    case .identity: return count <= 14 && Self.identityPhrases.contains(where: matcher.isAbout)
    case .repetition:
      return matcher.isExactly(Self.repetitionTurns)
        || count <= 14 && Self.repetitionPhrases.contains(where: matcher.isAbout)
    case .holding: return count <= 8 && Self.holdingPhrases.contains { matcher.range(of: $0) != nil }
    case .presence: return count <= 8 && Self.presencePhrases.contains { matcher.range(of: $0) != nil }
    case .hello: return matcher.words.allSatisfy(Self.helloWords.contains)
    case .goodbye: return count <= 7 && Self.goodbyePhrases.contains { matcher.range(of: $0) != nil }
    case .unknown: return count <= 9 && Self.unknownPhrases.contains { matcher.range(of: $0) != nil }
    }
  }

  private static func isDoNotCall(_ matcher: PhraseMatcher) -> Bool {
    if doNotCallPhrases.contains(where: { matcher.range(of: $0) != nil }) { return true }
    // "Don't call me" alone is final; "don't call me now" asks for another time.
    guard let range = matcher.range(of: ["do", "not", "call", "me"]) else { return false }
    let next = range.upperBound
    return next >= matcher.words.count || !timeWords.contains(matcher.words[next])
  }

  private static func phrases(_ texts: [String]) -> [[String]] { texts.map(SpokenWords.canonical) }

  private static let doNotCallPhrases = phrases([
    "take me off", "remove me", "off your list", "from your list", "stop calling", "do not call again",
    "do not call me again", "do not call me anymore", "do not call me any more", "never call",
    "do not call this number",
    "do not call here", "lose my number", "delete my number", "remove my number", "unsubscribe",
    "do not contact",
    "stop bothering", "leave me alone", "do not call us",
  ])
  private static let timeWords: Set<String> = [
    "now", "today", "tonight", "this", "at", "before", "until", "till", "on", "in", "right", "while",
    "during",
    "tomorrow", "so", "back", "when",
  ]
  private static let robotPhrases = [
    "are you a robot", "are you a bot", "are you a real", "are you real", "are you human", "are you a human",
    "are you a person", "are you a machine", "are you a computer", "are you ai", "are you an ai",
    "are you a recording", "is this a robot", "is this a bot", "is this a recording", "is this a machine",
    "is this ai", "is this an ai", "is this a real person", "is this automated", "am i talking to a robot",
    "am i talking to a machine", "am i talking to a computer", "am i talking to a person",
    "am i speaking to a robot", "am i speaking with a robot", "a real person", "talking to a robot",
  ]
  private static let identityPhrases = [
    "who is this", "who are you", "who is calling", "who am i speaking", "who am i talking", "what company",
    "which company", "where are you calling from", "who do you work for", "what is this about",
    "what is your name", "why are you calling",
  ]
  private static let repetitionTurns = [
    "sorry", "what", "huh", "pardon", "excuse me", "come again", "again", "what did you", "i am sorry",
    "repeat",
    "sorry what", "wait what", "say what", "what what", "one more time",
  ]
  private static let repetitionPhrases = [
    "can you repeat", "could you repeat", "would you repeat", "repeat that", "repeat the question",
    "say that again",
    "say it again", "say again", "what was that", "what did you say", "did not hear", "did not catch",
    "did not get that", "did not understand", "do not understand", "pardon me", "what do you mean",
    "what was the question", "come again", "can not hear you", "you are breaking up",
  ]
  private static let holdingPhrases = phrases([
    "hold on", "hang on", "one second", "one moment", "one minute", "one sec", "a moment", "a sec",
    "wait a second", "wait a minute", "give me a second", "give me a minute", "bear with me", "let me think",
    "let me check", "let me see",
  ])
  private static let presencePhrases = phrases([
    "are you there", "are you still there", "can you hear me", "anybody there", "anyone there", "you there",
  ])
  private static let helloWords: Set<String> = [
    "hello", "hi", "hey", "hiya", "good", "morning", "afternoon", "evening", "there",
  ]
  private static let goodbyePhrases = phrases([
    "bye", "goodbye", "good bye", "bye bye", "i have to go", "i got to go", "hanging up", "hang up",
    "got to run",
  ])
  private static let unknownPhrases = phrases([
    "do not know", "no idea", "not sure", "rather not", "prefer not", "skip", "next question", "pass",
    "not comfortable", "none of your business", "can not say", "no clue", "not decided", "have not decided",
    "not thought about", "hard to say",
  ])
}
