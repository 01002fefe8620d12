/// What a tool answered.
public struct ToolResult: Sendable, Equatable {
  /// Of the call.
  public var id: String
  public var content: String
  public var isError: Bool

  public init(id: String, content: String, isError: Bool = false) {
    self.id = id
    self.content = content
    self.isError = isError
  }
}
