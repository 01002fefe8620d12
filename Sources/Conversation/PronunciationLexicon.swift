/// How words are said that a synthesiser would get wrong: written form to respelling.
///
/// Whole words, whatever the case; an entry may have several words, and of those that fit the longest wins. A
/// possessive takes its word's entry along.
struct PronunciationLexicon: Sendable {
  private var entries: [String: String] = [:]
  private var firstWords: Set<String> = []
  /// Words of the longest entry.
  private var mostWords = 0
  /// Longer entries are cut off from matching, so that a text costs linear time whatever the table holds.
  private static let limit = 8

  /// - Parameters:
  ///   - table: as in the agent file.
  ///   - spoken: makes a respelling speakable.
  init(_ table: [String: String], spoken: (String) -> String) {
    for (written, respelling) in table.sorted(by: { $0.key < $1.key }) {
      let words = Self.words(of: written)
      guard let first = words.first, words.count <= Self.limit else { continue }
      entries[Self.key(words[...])] = spoken(respelling)
      firstWords.insert(first.core.lowercased())
      mostWords = max(mostWords, words.count)
    }
  }

  init() {}

  /// Whether an entry with this written form can ever match.
  static func canMatch(_ written: String) -> Bool {
    let words = words(of: written)
    return !words.isEmpty && words.count <= limit && words.allSatisfy { !$0.core.isEmpty }
  }

  /// The written form as it is compared: two of one form are the same entry.
  static func key(_ written: String) -> String { key(words(of: written)[...]) }

  /// The longest entry that begins at a token, and of how many tokens it is.
  func entry(at start: Int, in tokens: [SpeechToken]) -> (words: String, count: Int)? {
    guard mostWords > 0 else { return nil }
    let first = tokens[start].core.lowercased()
    guard firstWords.contains(first) || firstWords.contains(Self.unpossessed(first) ?? first) else {
      return nil
    }
    for count in stride(from: min(mostWords, tokens.count - start), to: 0, by: -1) {
      let key = Self.key(tokens[start..<(start + count)])
      if let spoken = entries[key] { return (spoken, count) }
      if let bare = Self.unpossessed(key), let spoken = entries[bare] { return (spoken + "'s", count) }
    }
    return nil
  }

  private static func unpossessed(_ word: String) -> String? {
    word.hasSuffix("'s") ? String(word.dropLast(2)) : nil
  }

  private static func words(of written: String) -> [SpeechToken] {
    MarkupRemover.plain(written).split(separator: " ").map { SpeechToken(String($0)) }
  }

  /// Marks within an entry count, those behind it do not.
  private static func key(_ words: ArraySlice<SpeechToken>) -> String {
    var key = ""
    for word in words.dropLast() { key += word.core.lowercased() + word.tail + " " }
    return key + (words.last?.core.lowercased() ?? "")
  }
}
