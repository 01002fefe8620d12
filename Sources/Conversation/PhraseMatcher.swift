/// Finds a phrase among spoken words, tolerant of fillers and small recognition errors.
struct PhraseMatcher {
  /// Canonical words (`SpokenWords.canonical`).
  let words: [String]

  init(_ text: String) {
    words = SpokenWords.canonical(text)
  }

  init(words: [String]) {
    self.words = words
  }

  /// Where the phrase's words stand in order, with at most one other word between two of them.
  func range(of phrase: String) -> Range<Int>? {
    range(of: SpokenWords.canonical(phrase))
  }

  func range(of phrase: [String]) -> Range<Int>? {
    guard let first = phrase.first, phrase.count <= words.count else { return nil }
    for start in words.indices where SpokenWords.sounds(words[start], like: first) {
      if let end = end(of: phrase, from: start) { return start..<end }
    }
    return nil
  }

  /// A short turn, or one that the phrase opens or makes up a fair share of, is about the phrase.
  func isAbout(_ phrase: String) -> Bool {
    guard let range = range(of: phrase) else { return false }
    return words.count <= 10 || range.lowerBound <= 3 || range.count * 3 >= words.count
  }

  func isExactly(_ phrases: [String]) -> Bool {
    phrases.contains { words == SpokenWords.canonical($0) }
  }

  private func end(of phrase: [String], from start: Int) -> Int? {
    var at = start + 1
    for wanted in phrase.dropFirst() {
      if at < words.count, SpokenWords.sounds(words[at], like: wanted) {
        at += 1
      } else if at + 1 < words.count, words[at] != "not", SpokenWords.sounds(words[at + 1], like: wanted) {
        at += 2
      } else {
        return nil
      }
    }
    return at
  }
}
