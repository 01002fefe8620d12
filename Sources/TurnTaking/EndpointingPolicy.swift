public import Audio

/// Decides how long the caller's silence must last before the turn counts as over.
///
/// Silence is counted from the end of speech in the audio, not from when it was noticed. A question that wants a
/// word is given less patience than one that wants a story, and words that sound unfinished are given the most:
/// a pause in mid-sentence is longer than the gap between two speakers (about 200 ms, Stivers et al., PNAS 2009).
/// Of a story one whole sentence may well not be all; a second clause or a question mostly is. The numbers were chosen by
/// measuring (`starling-eval turns --set train`).
public struct EndpointingPolicy: Sendable, Equatable, Codable {
  /// How finished the words so far sound.
  public enum WordShape: Sendable, Equatable, CaseIterable { case complete, likely, unfinished }
  /// What the words are an answer to: a question of one of four kinds, or nothing, because they interrupted the agent.
  public enum ExpectedAnswer: Sendable, Equatable, CaseIterable {
    case yesNo, short, open, spelled, interruption
  }

  /// One fixed wait, whatever was said; for measuring engines alike.
  public var fixed: MediaTime?
  /// The waits for words that are likely complete, by what the agent had asked for.
  public var yesNo = MediaTime.milliseconds(350)
  public var short = MediaTime.milliseconds(700)
  public var open = MediaTime.milliseconds(900)
  public var spelled = MediaTime.milliseconds(1_200)
  public var interruption = MediaTime.milliseconds(360)
  /// The wait while the words sound unfinished.
  public var unfinished = MediaTime.milliseconds(1_500)
  /// No wait is shorter: before it the recogniser can hardly have answered.
  public var shortest = MediaTime.milliseconds(240)

  public init(fixed: MediaTime? = nil) { self.fixed = fixed }

  /// The silence to wait for.
  ///
  /// - Parameter isRounded: the complete words are a question, or have a second clause.
  public func silence(
    after shape: WordShape, expecting answer: ExpectedAnswer, isRounded: Bool = false
  ) -> MediaTime {
    if let fixed { return fixed }
    switch shape {
    case .complete: return max(shortest, complete(answer, isRounded: isRounded))
    case .likely: return max(shortest, likely(answer))
    case .unfinished: return max(unfinished, likely(answer))
    }
  }

  private func likely(_ answer: ExpectedAnswer) -> MediaTime {
    switch answer {
    case .yesNo: yesNo
    case .short: short
    case .open: open
    case .spelled: spelled
    case .interruption: interruption
    }
  }

  /// Of complete words, the share of the wait that is left, in percent: a number with all its digits needs little of
  /// what a number needs, while a whole sentence may well be followed by another.
  private func complete(_ answer: ExpectedAnswer, isRounded: Bool) -> MediaTime {
    switch answer {
    case .yesNo: Self.part(yesNo, 70)
    case .short: Self.part(short, 35)
    case .spelled: Self.part(spelled, 25)
    case .interruption: Self.part(interruption, 60)
    case .open: isRounded ? Self.part(open, 27) : open
    }
  }

  private static func part(_ wait: MediaTime, _ percent: Int64) -> MediaTime {
    MediaTime(nanoseconds: wait.nanoseconds * percent / 100)
  }
}
