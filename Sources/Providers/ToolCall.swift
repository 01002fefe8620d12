/// A language model's wish to have a tool run.
public struct ToolCall: Sendable, Equatable {
  /// The vendor's; made up where it gives none. The result is given back under it.
  public var id: String
  public var name: String
  /// JSON text as the model wrote it: not yet looked at.
  public var arguments: String

  public init(id: String, name: String, arguments: String) {
    self.id = id
    self.name = name
    self.arguments = arguments
  }
}
