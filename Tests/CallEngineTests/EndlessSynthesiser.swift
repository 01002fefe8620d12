import Providers

/// Answers every clause with half a minute of sound, at once.
struct EndlessSynthesiser: Synthesiser {
  let sampleRate = 8_000
  let voiceIdentity = "endless"

  private final class Done: Cancellable { func cancel() {} }

  func synthesise(_ text: String, events: @escaping @Sendable (SynthesisEvent) -> Void) -> any Cancellable {
    events(.audio((0..<240_000).map { Int16(truncatingIfNeeded: $0 &* 7_919) }))
    events(.finished)
    return Done()
  }
}
