/// Has an agent's own tools run, wherever they are.
public protocol ToolRunner: Sendable {
  /// Runs a tool once. `answer` is called once, from any thread, and not after a cancel. Deadline and retries are the
  /// caller's business; a runner refuses redirects and cuts what is larger than `ToolUse.longestAnswer`.
  func run(_ use: ToolUse, answer: @escaping @Sendable (ToolAnswer) -> Void) -> any Cancellable
}
