import Providers

/// An agent that only listens: every reply is empty.
struct WERSilentModel: LanguageModel {
  private final class Over: ReplyHandle {
    func cancel() {}
  }

  func reply(to request: ReplyRequest, events: @escaping @Sendable (ReplyEvent) -> Void) -> any ReplyHandle {
    events(.finished)
    return Over()
  }
}
