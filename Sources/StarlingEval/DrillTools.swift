import Providers

/// No tools of anybody's own.
struct DrillTools: ToolRunner {
  private final class Nothing: Cancellable {
    func cancel() {}
  }

  func run(_ use: ToolUse, answer: @escaping @Sendable (ToolAnswer) -> Void) -> any Cancellable {
    answer(.declined("there is no such tool"))
    return Nothing()
  }
}
