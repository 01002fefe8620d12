public enum ChatEvent: Sendable, Equatable {
  /// The next piece of the answer, a token or more.
  case text(String)
  /// A whole tool call. More may follow.
  case toolCall(ToolCall)
  /// The model works on something that is told later: a tool call's arguments, thoughts. A vendor's keep-alive is no
  /// progress.
  case progress
  /// Of this answer so far. May come more than once, before or after text: without a model's name the last one counts,
  /// with one each is an attempt of its own.
  case usage(TokenUsage)
  case finished(StopReason)
  case failed(ProviderError)
}
