/// Cuts streamed text into pieces to be spoken: the first clause as early as it is one, then whole sentences.
///
/// Feed the text in pieces of any size and speak what comes back; `flush` gives the rest. The cuts depend on
/// the text alone, never on how it was split, and nothing is lost but white space between pieces.
public struct SentenceCutter: Sendable {
  /// Words that a first clause must have before a comma may end it.
  static let clauseWords = 4
  /// UTF-8 bytes after which a sentence without an end is cut at the next comma, then at the next space.
  static let longSentence = 240
  static let longestSentence = 480

  private var buffer: [Unicode.Scalar] = []
  /// Everything before this index of `buffer` has been looked at.
  private var scanned = 0
  private var words = 0
  private var isFirst: Bool

  /// - Parameter cutsFirstClause: false gives whole sentences from the start.
  public init(cutsFirstClause: Bool = true) {
    isFirst = cutsFirstClause
  }

  /// Takes the next piece and returns what can be spoken now, in order, trimmed and never empty.
  public mutating func feed(_ piece: String) -> [String] {
    buffer.append(contentsOf: piece.unicodeScalars)
    return cut(atEnd: false)
  }

  /// The rest of the text, at its end. The cutter starts over as if new, but cuts no first clause any more.
  public mutating func flush() -> [String] {
    var pieces = cut(atEnd: true)
    if let last = take(upTo: buffer.count) { pieces.append(last) }
    return pieces
  }

  /// A whole text at once.
  public static func sentences(of text: String) -> [String] {
    var cutter = SentenceCutter(cutsFirstClause: false)
    return cutter.feed(text) + cutter.flush()
  }

  private mutating func cut(atEnd: Bool) -> [String] {
    var pieces: [String] = []
    while scanned < buffer.count {
      switch decision(at: scanned, atEnd: atEnd) {
      case .needsMore: return pieces
      case .none: scanned += 1
      case .cut(let end):
        if let piece = take(upTo: end) { pieces.append(piece) }
      }
    }
    return pieces
  }

  private mutating func take(upTo end: Int) -> String? {
    // Trimmed by scalars: a combining mark behind a space must not vanish with it.
    let body = buffer[..<end].drop { $0.isSpace }
    var text = String.UnicodeScalarView()
    if let last = body.lastIndex(where: { !$0.isSpace }) {
      text.append(contentsOf: body[...last])
    }
    buffer.removeFirst(end)
    scanned = 0
    words = 0
    if text.isEmpty { return nil }
    isFirst = false
    return String(text)
  }

  private enum Decision {
    case none, needsMore
    case cut(end: Int)
  }

  private mutating func decision(at index: Int, atEnd: Bool) -> Decision {
    let scalar = buffer[index]
    if scalar.isSpace {
      if index > 0, !buffer[index - 1].isSpace { words += 1 }
      if scalar == "\n" { return index > 0 ? .cut(end: index + 1) : .none }
      return index >= Self.longestSentence ? .cut(end: index + 1) : .none
    }
    switch scalar {
    case ".", "!", "?", "…", "。", "？", "！": return sentenceEnd(at: index, atEnd: atEnd)
    case ",", ";", ":", "–", "—", "-": return clauseEnd(at: index, atEnd: atEnd)
    default: return .none
    }
  }

  /// A run of end marks with closing quotes, white space behind it, and no abbreviation before it.
  private func sentenceEnd(at index: Int, atEnd: Bool) -> Decision {
    // A run of dots is judged at its first.
    if index > 0, buffer[index] == ".", buffer[index - 1] == "." || buffer[index - 1] == "…" { return .none }
    var end = index + 1
    while end < buffer.count, Self.closers.contains(buffer[end]) { end += 1 }
    guard end < buffer.count else { return atEnd ? .none : .needsMore }
    guard buffer[end].isSpace else { return .none }
    // Three dots are a pause, and like an abbreviation's dot they end a sentence only before a capital letter.
    let marks = buffer[index..<end].filter { ".!?…".unicodeScalars.contains($0) }
    let isPause = marks.allSatisfy { $0 == "." || $0 == "…" } && (marks.count > 1 || marks == ["…"])
    if !isPause {
      guard buffer[index] == ".", end == index + 1 else { return .cut(end: end) }
      switch Abbreviation(before: index, in: buffer) {
      case .never: return .none
      case .no: return .cut(end: end)
      case .beforeCapital: break
      }
    }
    var next = end
    while next < buffer.count, buffer[next].isSpace { next += 1 }
    guard next < buffer.count else { return atEnd ? .none : .needsMore }
    return buffer[next].properties.isUppercase ? .cut(end: end) : .none
  }

  /// A comma or a dash with white space behind it, once the first clause is long enough.
  private func clauseEnd(at index: Int, atEnd: Bool) -> Decision {
    let isDash = buffer[index] == "-"
    if isDash, index == 0 || !buffer[index - 1].isSpace { return .none }
    let isLong = index >= Self.longSentence
    // The word that the mark ends has not been counted yet.
    let count = words + (index > 0 && !buffer[index - 1].isSpace ? 1 : 0)
    guard isFirst && count >= Self.clauseWords || isLong else { return .none }
    guard index + 1 < buffer.count else { return atEnd ? .none : .needsMore }
    return buffer[index + 1].isSpace ? .cut(end: index + 1) : .none
  }

  private static let closers: Set<Unicode.Scalar> = [
    ".", "!", "?", "…", "\"", "'", "”", "’", ")", "]", "*", "_",
  ]
}

extension Unicode.Scalar {
  /// White space, with a short way for ASCII: the tables of all others are asked a few times for each letter.
  fileprivate var isSpace: Bool {
    value < 0x80 ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace
  }
}

extension String {
  var trimmed: String {
    let start = firstIndex { !$0.isWhitespace } ?? endIndex
    guard let end = lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(self[start...end])
  }
}
