/// What a ``VoiceActivityDetector`` has found; positions are samples from the start of the call's audio.
public enum VoiceActivityEvent: Sendable, Equatable {
  /// The caller began to speak at a position that usually lies before the newest sample: an onset is believed only
  /// once a window holds speech. A recogniser wants some 200 ms before it as well.
  case speechStarted(at: Int)
  /// The caller fell silent at a position some 60 to 120 ms before the newest sample. Endpointing counts its wait from it.
  case speechEnded(at: Int)
}
