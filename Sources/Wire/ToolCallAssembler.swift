/// Puts the pieces of streamed tool calls together, for every provider that sends them so.
///
/// Pieces with one index belong to one call. Some servers give every call the index 0: there a new id begins a new
/// call. What a model writes as arguments is not to be trusted: its size and the number of calls are bounded here, and
/// whether it is JSON, and what the tool wants, is for whoever runs the tool to say.
public struct ToolCallAssembler: Sendable {
  /// A call with all its arguments.
  public struct Call: Hashable, Sendable {
    /// As the provider names it; empty if it did not.
    public var id: String
    public var name: String
    /// As the model wrote it; `{}` where it wrote nothing.
    public var arguments: String
  }

  private struct Part {
    var index: Int
    var id: String
    var name: String
    var arguments: String
  }

  private let mostBytes: Int
  private let mostCalls: Int
  private var parts: [Part] = []
  /// Of the arguments so far.
  private var bytes = 0

  /// - Parameters:
  ///   - mostBytes: of the arguments of all calls together.
  ///   - mostCalls: in one answer.
  public init(mostBytes: Int = 64 * 1024, mostCalls: Int = 32) {
    self.mostBytes = mostBytes
    self.mostCalls = mostCalls
  }

  public var isEmpty: Bool { parts.isEmpty }

  /// Adds a piece of the call at `index`.
  /// - Throws: ``WireError/tooLarge(limit:)``; the piece is left out and the answer is of no use.
  public mutating func append(
    index: Int, id: String?, name: String?, arguments: String
  ) throws(WireError) {
    guard arguments.utf8.count <= mostBytes - bytes else { throw .tooLarge(limit: mostBytes) }
    let place = parts.lastIndex { $0.index == index && (id == nil || $0.id.isEmpty || $0.id == id) }
    guard let place else {
      guard parts.count < mostCalls else { throw .tooLarge(limit: mostCalls) }
      parts.append(Part(index: index, id: id ?? "", name: name ?? "", arguments: arguments))
      bytes += arguments.utf8.count
      return
    }
    if let id, parts[place].id.isEmpty { parts[place].id = id }
    if let name, parts[place].name.isEmpty { parts[place].name = name }
    parts[place].arguments += arguments
    bytes += arguments.utf8.count
  }

  /// The calls in the order in which they began; the assembler is empty afterwards.
  /// - Throws: ``WireError`` if a call has no name.
  public mutating func finish() throws(WireError) -> [Call] {
    let finished = parts
    parts = []
    bytes = 0
    var calls: [Call] = []
    for part in finished {
      guard !part.name.isEmpty else { throw .missing(.toolName) }
      calls.append(Call(id: part.id, name: part.name, arguments: Self.arguments(part.arguments)))
    }
    return calls
  }

  private static func arguments(_ text: String) -> String {
    text.utf8.allSatisfy { $0 <= 0x20 } || text == "null" ? "{}" : text
  }
}
