/// What a ``VoiceActivityDetector`` needs next.
public enum VoiceActivityStep: Sendable, Equatable {
  /// Every whole window has been judged; append more audio.
  case needMore
  /// One window has been judged; step again.
  case decided(VoiceActivityEvent?)
  /// The plain signs do not settle this window. Answer with `resolve(probability:)`, or with `resolveAlone()`, and
  /// step again.
  case ask
}
