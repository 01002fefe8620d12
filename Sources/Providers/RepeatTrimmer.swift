/// Takes away the beginning of a text that repeats what was said before: a language model that is asked to go on where
/// another stopped may well begin with the last sentence, or all over.
///
/// Holds back only what is still like something said before.
struct RepeatTrimmer: Sendable {
  /// Words in a row that nobody says twice by chance.
  private static let least = 3
  private let said: [String]
  private var buffer = ""
  private var isDecided: Bool

  init(after said: String) {
    self.said = Self.words(of: said[...]).map(\.text)
    isDecided = self.said.isEmpty
  }

  /// What is new of the next piece.
  mutating func feed(_ piece: String) -> String {
    guard !isDecided else { return piece }
    buffer += piece
    return decide(isAtEnd: false)
  }

  /// The rest, at the end of the text.
  mutating func flush() -> String { isDecided ? "" : decide(isAtEnd: true) }

  private mutating func decide(isAtEnd: Bool) -> String {
    // The last word may not be whole.
    var words = Self.words(of: buffer[...])
    if !isAtEnd, let last = words.last, last.end == buffer.endIndex { words.removeLast() }
    var repeated = 0
    var isOpen = false
    for start in said.indices {
      let length = said.count - start
      let common = zip(said[start...], words).prefix { $0 == $1.text }.count
      if common == length, length >= Self.least || start == 0 {
        repeated = max(repeated, length)
      } else if common == words.count, common < length {
        isOpen = true
      }
    }
    guard isAtEnd || !isOpen else { return "" }
    isDecided = true
    defer { buffer = "" }
    // Whoever broke off while repeating has said nothing new.
    if isAtEnd, isOpen, repeated == 0, words.count >= Self.least { return "" }
    guard repeated > 0 else { return buffer }
    let rest = buffer[words[repeated - 1].end...].drop { !$0.isLetter && !$0.isNumber && !$0.isWhitespace }
    return String(rest.drop(while: \.isWhitespace))
  }

  private static func words(of text: Substring) -> [(text: String, end: String.Index)] {
    var words: [(String, String.Index)] = []
    var word = ""
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      let next = text.index(after: index)
      if character.isLetter || character.isNumber || character == "'" {
        word += character.lowercased()
        if next == text.endIndex { words.append((word, next)) }
      } else if !word.isEmpty {
        words.append((word, index))
        word = ""
      }
      index = next
    }
    return words
  }
}
