/// Tells Swift's code from its comments and literals, as far as the rules need it.
///
/// Code inside interpolations goes with the literal around it: no rule looks for what people put there.
struct SwiftText {
  private enum State {
    case code
    case lineComment
    case blockComment(depth: Int)
    case literal(quotes: Int, hashes: Int)
  }

  private static let quote = UInt8(ascii: "\"")
  private static let hash = UInt8(ascii: "#")
  private static let newline = UInt8(ascii: "\n")

  private let bytes: [UInt8]
  private var kept: [UInt8] = []
  private var index = 0
  private var state = State.code

  /// The text with comments and literals' contents taken out; line breaks stay, so that lines keep their numbers.
  static func code(of source: String) -> String {
    var text = SwiftText(bytes: Array(source.utf8))
    while text.index < text.bytes.count { text.step() }
    return String(decoding: text.kept, as: UTF8.self)
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
    kept.reserveCapacity(bytes.count)
  }

  private mutating func step() {
    switch state {
    case .code: readCode()
    case .lineComment:
      if bytes[index] == Self.newline { state = .code }
      skip(1)
    case .blockComment(let depth): readBlockComment(depth)
    case .literal(let quotes, let hashes): readLiteral(quotes: quotes, hashes: hashes)
    }
  }

  private mutating func readCode() {
    let hashes = run(of: Self.hash, from: index)
    let quotes = run(of: Self.quote, from: index + hashes)
    if quotes > 0 {
      // What spans lines begins on a line of its own, so `#"""#` is a quotation mark and `""` is empty.
      let after = index + hashes + 3
      let delimiter = quotes == 3 && after < bytes.count && bytes[after] == Self.newline ? 3 : 1
      state = .literal(quotes: delimiter, hashes: hashes)
      skip(hashes + delimiter)
    } else if starts("//") {
      state = .lineComment
      skip(2)
    } else if starts("/*") {
      state = .blockComment(depth: 1)
      skip(2)
    } else {
      kept.append(bytes[index])
      index += 1
    }
  }

  private mutating func readBlockComment(_ depth: Int) {
    if starts("*/") {
      state = depth == 1 ? .code : .blockComment(depth: depth - 1)
      skip(2)
    } else if starts("/*") {
      state = .blockComment(depth: depth + 1)
      skip(2)
    } else {
      skip(1)
    }
  }

  private mutating func readLiteral(quotes: Int, hashes: Int) {
    if bytes[index] == UInt8(ascii: "\\") && hashes == 0 {
      skip(2)
    } else if run(of: Self.quote, from: index) >= quotes, run(of: Self.hash, from: index + quotes) >= hashes {
      state = .code
      skip(quotes + hashes)
    } else {
      // An ordinary literal that has not ended with its line is an interpolation over lines: start afresh.
      if bytes[index] == Self.newline && quotes == 1 { state = .code }
      skip(1)
    }
  }

  /// Passes over bytes that are no code, but for their line breaks.
  private mutating func skip(_ count: Int) {
    let end = min(index + count, bytes.count)
    kept += bytes[index..<end].filter { $0 == Self.newline }
    index = end
  }

  private func starts(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

  private func run(of byte: UInt8, from start: Int) -> Int {
    bytes[min(start, bytes.count)...].prefix { $0 == byte }.count
  }
}
