/// A fixed line with `{name}` placeholders.
public struct LineTemplate: Sendable, Equatable {
  public enum Piece: Sendable, Equatable {
    case text(String)
    case placeholder(String)
  }

  public let pieces: [Piece]

  /// A brace that is never closed, or closes over something that is no name, is plain text.
  public init(_ line: String) {
    var pieces: [Piece] = []
    var rest = line[...]
    while let open = rest.firstIndex(of: "{") {
      let inside = rest[rest.index(after: open)...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      guard !inside.isEmpty, inside.endIndex < rest.endIndex, rest[inside.endIndex] == "}" else {
        pieces.append(.text(String(rest[...open])))
        rest = rest[rest.index(after: open)...]
        continue
      }
      if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
      pieces.append(.placeholder(String(inside)))
      rest = rest[rest.index(after: inside.endIndex)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    self.pieces = pieces
  }

  public var placeholders: [String] {
    pieces.compactMap { if case .placeholder(let name) = $0 { name } else { nil } }
  }

  /// The line with its placeholders filled; nil when one has no value.
  public func filled(_ value: (String) -> String?) -> String? {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let part): text += part
      case .placeholder(let name):
        guard let part = value(name) else { return nil }
        text += part
      }
    }
    return text
  }
}
