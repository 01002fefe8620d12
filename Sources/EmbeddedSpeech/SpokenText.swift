/// Text made fit for flite, which reads ASCII, and cut into pieces that are spoken one after the other.
struct SpokenText: Equatable, Sendable {
  /// A stretch to be spoken in one breath.
  struct Piece: Equatable, Sendable {
    /// ASCII, never empty.
    var text: String
    /// How long to wait before the next piece, in milliseconds; 0 after the last one.
    var pauseMs: Int
  }

  private(set) var pieces: [Piece]

  /// Whatever cannot be said (emoji, other scripts) is left out.
  init(_ text: String) {
    var rest = Self.ascii(text)[...]
    pieces = []
    while !rest.isEmpty {
      let end = Self.cut(rest)
      let piece = rest[..<end].trimmingSpaces()
      rest = rest[end...].trimmingSpaces()
      guard piece.contains(where: { $0.isLetter || $0.isNumber }) else { continue }
      pieces.append(Piece(text: String(piece), pauseMs: Self.pauseMs(after: piece)))
    }
    if !pieces.isEmpty { pieces[pieces.count - 1].pauseMs = 0 }
  }

  /// Where the first piece ends: after a sentence once there is enough of it, else at the last clause end, else at
  /// the last space that fits.
  private static func cut(_ text: Substring) -> Substring.Index {
    var clause: Substring.Index?
    var space: Substring.Index?
    var length = 0
    for index in text.indices {
      length += 1
      let after = text.index(after: index)
      let endsWord = after == text.endIndex || text[after] == " "
      if endsWord && ".?!".contains(text[index]) && length >= shortestSentence { return after }
      if endsWord && ".?!;:,".contains(text[index]) { clause = after }
      if text[index] == " " { space = after }
      if length >= longestPiece { return clause ?? space ?? after }
    }
    return text.endIndex
  }

  private static func pauseMs(after piece: Substring) -> Int {
    switch piece.last {
    case ".", "?", "!": 300
    case ",", ";", ":": 150
    default: 40
    }
  }

  private static func ascii(_ text: String) -> String {
    var out = ""
    var wordLength = 0
    for scalar in text.unicodeScalars {
      for character in spelling(scalar).unicodeScalars {
        let isSpace = character == " "
        if isSpace && (out.isEmpty || out.last == " ") { continue }
        // flite's letter-to-sound rules are for words; nobody can follow a longer one anyway.
        if !isSpace && wordLength == longestWord {
          out.append(" ")
          wordLength = 0
        }
        out.unicodeScalars.append(character)
        wordLength = isSpace ? 0 : wordLength + 1
      }
    }
    return String(out[...].trimmingSpaces())
  }

  private static func spelling(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", ".", ",", "?", "!", ";", ":", "'", "$", "%", "(", ")", "-":
      return String(Character(scalar))
    case "\u{2018}", "\u{2019}", "\u{02BC}": return "'"
    case "\u{2013}", "\u{2014}", "\u{2026}", "\u{2022}": return ", "
    case "&": return " and "
    case "+": return " plus "
    case "=": return " equals "
    case "@": return " at "
    case "#": return " number "
    case "€": return " euros "
    case "£": return " pounds "
    case "°": return " degrees "
    case "ß": return "ss"
    default: return latinBase(scalar) ?? " "
    }
  }

  /// The plain letter under an accented one, from its Unicode name: LATIN SMALL LETTER E WITH ACUTE is e.
  private static func latinBase(_ scalar: Unicode.Scalar) -> String? {
    guard scalar.value < 0x250, let name = scalar.properties.name else { return nil }
    for prefix in ["LATIN SMALL LETTER ", "LATIN CAPITAL LETTER "] where name.hasPrefix(prefix) {
      let letters = name.dropFirst(prefix.count).prefix { $0 != " " }
      return letters.count <= 2 ? letters.lowercased() : nil
    }
    return nil
  }

  private static let shortestSentence = 60
  private static let longestPiece = 220
  private static let longestWord = 40
}

extension Substring {
  fileprivate func trimmingSpaces() -> Substring {
    var rest = self
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}
