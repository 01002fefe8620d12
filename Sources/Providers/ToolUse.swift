public import Conversation

/// One use of a tool.
public struct ToolUse: Sendable, Equatable {
  /// Bytes of an answer that a language model is shown.
  public static let longestAnswer = 8 << 10

  public var tool: ToolDefinition
  /// JSON text of an object that fits the tool's schema.
  public var arguments: String
  /// Names the call.
  public var call: String
  /// The same whenever the same thing is wanted again in the same turn: whoever does it must do it once.
  public var idempotencyKey: String

  public init(tool: ToolDefinition, arguments: String, call: String, idempotencyKey: String) {
    self.tool = tool
    self.arguments = arguments
    self.call = call
    self.idempotencyKey = idempotencyKey
  }
}
