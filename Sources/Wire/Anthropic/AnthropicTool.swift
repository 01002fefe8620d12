/// A tool that a Claude model may call.
public struct AnthropicTool: Hashable, Sendable {
  /// Letters, digits, `_` and `-`, at most 64.
  public var name: String
  public var description: String
  /// JSON Schema of the input, an object.
  public var inputSchema: JSONFragment

  public init(name: String, description: String, inputSchema: JSONFragment) {
    self.name = name
    self.description = description
    self.inputSchema = inputSchema
  }
}
