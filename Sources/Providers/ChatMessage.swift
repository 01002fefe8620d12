/// One entry of the conversation that a language model is shown.
public enum ChatMessage: Sendable, Equatable {
  case user(String)
  case assistant(String)
  /// The model's own wish, from before.
  case toolCall(ToolCall)
  /// What came of it. Every call has one, not always right behind it.
  case toolResult(ToolResult)
}
