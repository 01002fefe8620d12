/// Text to speech.
public protocol Synthesiser: Sendable {
  /// Samples a second of the audio it delivers.
  var sampleRate: Int { get }
  /// Names the voice in cache keys: two synthesisers with the same identity speak a text alike.
  var voiceIdentity: String { get }

  /// Speaks one clause or sentence. `events` is called from any thread, one event at a time, in order; the last
  /// one is `finished` or `failed`.
  func synthesise(
    _ text: String, events: @escaping @Sendable (SynthesisEvent) -> Void
  ) -> any Cancellable
}

public enum SynthesisEvent: Sendable, Equatable {
  /// s16 mono at the synthesiser's rate.
  case audio([Int16])
  /// When the next words of the text are spoken, from those that know it. Before, among or after their audio.
  case words([SpokenWord])
  /// From here on another voice speaks than the synthesiser's own: the clause is not to be kept for it.
  case substituted
  case finished
  case failed(ProviderError)
}
