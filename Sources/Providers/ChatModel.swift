/// A vendor's language model: a conversation in, text and tool calls out. What an agent says is made of it by
/// `ToolUsingModel`.
public protocol ChatModel: Sendable {
  /// Starts one answer. `events` is called from any thread, one event at a time, in order; the last one is `finished`
  /// or `failed`. Connections are kept, retries and fail-over are not this one's business.
  func complete(
    _ request: ChatRequest, events: @escaping @Sendable (ChatEvent) -> Void
  ) -> any Cancellable
}
