public import Audio

/// How long a provider may keep a caller waiting before another one is asked.
///
/// A caller hears no more than 2.5 s of silence after any one fault. A turn's silence is the wait for the model's first
/// clause and then for its first audio; of the two only one is at fault, and the other takes its usual time: 0.3 s for
/// a voice, 0.6 s for a model. So a model may be silent for 2.1 s in all and a voice for 1.6 s, whatever they try
/// meanwhile.
public struct ProviderTiming: Sendable, Equatable {
  /// From the request to the first sign of an answer.
  public var first: MediaTime
  /// Between two signs.
  public var between: MediaTime
  /// The same before anything can be heard, while another provider could still be asked: it needs time, too.
  public var hesitation: MediaTime
  /// Without anything that can be heard, over all attempts: then it is given up.
  public var silence: MediaTime
  /// With signs and nothing that can be heard, while another provider could still be asked.
  public var drip: MediaTime { silence - .milliseconds(650) }
  /// A failure sooner than this is a broken connection more likely than a broken provider: the same one is asked again.
  public var quickFailure = MediaTime.milliseconds(250)

  public init(first: MediaTime, between: MediaTime, silence: MediaTime) {
    self.first = first
    self.between = between
    hesitation = between
    self.silence = silence
  }

  /// How long to wait for the first sign of a provider that mostly answers within `usual`: one known to be quick is given
  /// up sooner, a slow one never so late that no time is left for another.
  func first(usual: MediaTime?) -> MediaTime {
    guard let usual else { return first }
    return min(max(usual * 2, first - .milliseconds(400)), first)
  }

  public static let model = {
    var timing = ProviderTiming(
      first: .milliseconds(1_000), between: .milliseconds(800), silence: .milliseconds(2_100))
    timing.hesitation = .milliseconds(450)
    return timing
  }()
  public static let voice = ProviderTiming(
    first: .milliseconds(800), between: .milliseconds(500), silence: .milliseconds(1_600))
  /// From a flush to its text; a recogniser owes nothing while nobody has spoken. The other one must hear the whole
  /// utterance after that, behind the silence that told the turn was over.
  public static let recogniser = ProviderTiming(
    first: .milliseconds(500), between: .milliseconds(800), silence: .milliseconds(1_600))
}
