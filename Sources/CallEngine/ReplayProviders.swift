internal import Audio
internal import Providers

/// Providers that never say anything: in a replay, what they said is in the log.
struct ReplayProviders: Recogniser, LanguageModel, Synthesiser {
  private final class Silence: ReplyHandle, RecogniserStream {
    func cancel() {}
    func begin(utterance: Int) {}
    func append(_ samples: [Int16]) {}
    func flush(_ flush: Int) {}
    func end() {}
    func close() {}
  }

  static let voice = "replay"
  let sampleRate: Int
  let voiceIdentity = Self.voice
  /// Why the recogniser could not be opened at the time.
  let recogniserFailure: ProviderError?

  func openStream(
    sampleRate: Int, events: @escaping @Sendable (RecogniserEvent) -> Void
  ) throws(ProviderError) -> any RecogniserStream {
    if let recogniserFailure { throw recogniserFailure }
    return Silence()
  }

  func reply(
    to request: ReplyRequest, events: @escaping @Sendable (ReplyEvent) -> Void
  ) -> any ReplyHandle { Silence() }

  func synthesise(
    _ text: String, events: @escaping @Sendable (SynthesisEvent) -> Void
  ) -> any Cancellable { Silence() }
}
