/// Why a Claude model stopped.
public enum AnthropicStop: Hashable, Sendable {
  case endTurn
  /// `max_tokens` was reached, or the model's context is full: the text is cut off.
  case maxTokens
  case stopSequence
  /// It waits for the results of the tools it called.
  case toolUse
  case refusal
  case other(String)

  init(_ reason: String) {
    switch reason {
    case "end_turn": self = .endTurn
    case "max_tokens", "model_context_window_exceeded": self = .maxTokens
    case "stop_sequence": self = .stopSequence
    case "tool_use": self = .toolUse
    case "refusal": self = .refusal
    default: self = .other(reason)
    }
  }
}
