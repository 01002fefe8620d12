/// Something an agent's language model may have done for it: a webhook of its owner.
public struct ToolDefinition: Sendable, Equatable, Codable {
  /// Small letters, digits and `_`; unique within its agent.
  public var name: String
  /// For the model: what it does and when to use it.
  public var description: String
  public var parameters: ToolSchema
  /// `https://…`; empty for the tools that are built in.
  public var url: String
  public var timeoutSeconds = 5.0
  /// Said while it works; empty for nothing.
  public var filler = ""
  /// The environment variable that holds the key its requests are signed with; empty: they are not signed.
  public var secretVariable = ""
  /// It changes something, so it runs only once the caller's turn is certainly over, and never twice.
  public var hasSideEffects = true

  public init(name: String, description: String, parameters: ToolSchema, url: String = "") {
    self.name = name
    self.description = description
    self.parameters = parameters
    self.url = url
  }
}
