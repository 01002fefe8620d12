/// How a ``VoiceActivityDetector`` judges. The defaults were chosen by measuring (`starling-eval vad`).
public struct VoiceActivitySettings: Sendable, Equatable {
  /// When the model is asked.
  public enum Questions: Sendable, Equatable, CaseIterable {
    /// Never: a window that is not plain is settled by its level over the noise.
    case never
    /// When a window is not plainly noise, and always while the caller speaks.
    case whenUnsure
    /// Always; for measuring.
    case always
  }

  public var questions: Questions

  /// Windows of silence in a row (32 ms each) that end speech; from 1 to 8.
  public var hangoverWindows = 2
  /// Less than this over the noise (dB) is silence, before speech. During speech it may be a soft sound.
  public var silenceOverNoise: Float = 3
  /// The same, in the noise's own deviations.
  public var silenceDeviations: Float = 1.6
  /// So far (dB) under the caller's usual level nobody is heard.
  public var silenceUnderVoice: Float = 32
  /// The probability from which a window starts speech.
  public var startProbability: Float = 0.35
  /// The probability below which a window in speech counts as silent, when it is near the noise and when it is well
  /// over it: the model holds on for some 100 ms after the last sound, the level does not.
  public var quietProbability: Float = 0.4
  public var loudProbability: Float = 0.2
  /// How many windows just past the model hears first when it has not been asked for a while.
  public var catchUpWindows = 2

  public init(questions: Questions = .whenUnsure) { self.questions = questions }
}
