/// Reads yes or no out of spoken words.
struct YesNoReader {
  var alsoYes: [String] = []
  var alsoNo: [String] = []

  /// The first phrase that decides; nil when none does, or the caller is not sure.
  func read(_ text: String) -> Bool? {
    let matcher = PhraseMatcher(text)
    if let asked = find(in: matcher, yes: alsoYes, no: alsoNo) { return asked }
    let words = matcher.words
    if Self.undecided.contains(where: { exact($0, in: words) != nil }) { return nil }
    if let turned = Self.turned.first(where: { exact($0.words, in: words) == 0 }) { return turned.isYes }
    return find(in: words)
  }

  private func find(in matcher: PhraseMatcher, yes: [String], no: [String]) -> Bool? {
    let yesAt = yes.compactMap { matcher.range(of: $0)?.lowerBound }.min()
    let noAt = no.compactMap { matcher.range(of: $0)?.lowerBound }.min()
    switch (yesAt, noAt) {
    case (nil, nil): return nil
    case (_, nil): return true
    case (nil, _): return false
    case (let yesAt?, let noAt?): return yesAt < noAt
    }
  }

  /// Goes through the words from the left; at each, the longest phrase counts.
  private func find(in words: [String]) -> Bool? {
    let isHedged = words.contains(where: Self.hedges.contains)
    for start in words.indices {
      let yes = max(
        Self.longest(Self.yes, in: words, at: start),
        isHedged ? 0 : Self.longest(Self.echoes, in: words, at: start))
      let no = Self.longest(Self.no, in: words, at: start)
      if yes > 0 || no > 0 { return yes > no }
    }
    return nil
  }

  private static func longest(_ phrases: [[String]], in words: [String], at start: Int) -> Int {
    phrases.lazy.filter { words[start...].starts(with: $0) }.map(\.count).max() ?? 0
  }

  private func exact(_ phrase: [String], in words: [String]) -> Int? {
    words.indices.first { words[$0...].starts(with: phrase) }
  }

  private static func table(_ phrases: [String]) -> [[String]] { phrases.map(SpokenWords.canonical) }

  static let undecided = table([
    "not sure", "do not know", "no idea", "maybe", "it depends", "depends", "hard to say", "not certain",
    "not entirely", "could be",
  ])
  private static let turned: [(words: [String], isYes: Bool)] = [
    (["yeah", "no"], false), (["yes", "no"], false), (["no", "yeah"], true), (["no", "yes"], true),
    (["well", "no"], false), (["oh", "no"], false),
  ]
  static let yes = table([
    "yes", "yeah", "yea", "yep", "yup", "yah", "ya", "yas", "aye", "sure", "absolutely", "definitely",
    "certainly", "correct", "right", "ok", "okay", "of course", "i guess so", "i guess", "i think so",
    "i suppose so", "i suppose", "i believe so",
    "sounds good",
    "sounds great", "that is right", "that is correct", "uh huh", "uhhuh", "mhm", "mm hmm", "mm", "why not",
    "go ahead", "go on", "that works", "works for me", "fine", "exactly", "perfect", "great",
    "good",
    "that would be me", "that is me", "no problem", "no worries", "do not mind", "indeed",
    "totally", "for sure", "true", "you bet", "all right", "alright",
    "not a problem", "not bad", "cool", "happy to", "interested", "i like that", "not wrong",
  ])
  /// Yes by repeating the verb, unless something takes it back: "I am afraid not".
  static let echoes = table([
    "i do", "i am", "we do", "we are", "i have", "we have", "i would", "it is", "it does", "i can", "we can",
    "i will",
    "i did", "i could",
  ])
  static let hedges: Set<String> = ["not", "no", "nope", "never", "afraid", "sorry", "but"]
  static let no = table([
    "no", "nope", "nah", "na", "not at all", "i do not", "we do not", "do not think so", "not yet",
    "never", "afraid not", "negative", "can not", "not right now", "no way", "not now", "not today",
    "will not",
    "i am not", "we are not", "it is not", "that is not", "is not", "does not", "did not", "not correct",
    "not right", "wrong", "incorrect", "not interested", "would not", "neither", "not good", "not a good",
    "not",
    "i would rather not", "no thanks", "no thank you", "have not",
  ])
}
