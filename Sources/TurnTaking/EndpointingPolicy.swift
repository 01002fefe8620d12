public import Audio

/// Decides how long the caller's silence must last before the turn counts as over.
///
/// Silence is counted from the end of speech in the audio, not from when it was noticed. A question that wants a
/// word is given less patience than one that wants a story, and words that sound unfinished are given the most:
/// a pause in mid-sentence is longer than the gap between two speakers (about 200 ms, Stivers et al., PNAS 2009).
/// A story is waited for as long as this caller's own pauses last. The numbers were chosen by measuring
/// (`starling-eval turns --set train`).
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
  public var short = MediaTime.milliseconds(600)
  public var open = MediaTime.milliseconds(850)
  public var spelled = MediaTime.milliseconds(1_200)
  public var interruption = MediaTime.milliseconds(400)
  /// The wait while the words sound unfinished.
  public var unfinished = MediaTime.milliseconds(1_500)
  /// No wait is shorter: before it the recogniser can hardly have answered.
  public var shortest = MediaTime.milliseconds(240)
  /// A complete answer in the caller's own words of at least so many words is waited for no longer than this.
  public var longAnswerWords = 10
  public var longAnswer = MediaTime.milliseconds(400)
  /// Whether the caller's own pauses count; for measuring what they are worth.
  public var followsRhythm = true

  public init(fixed: MediaTime? = nil) { self.fixed = fixed }

  /// The silence to wait for.
  ///
  /// - Parameters:
  ///   - words: how many were said.
  ///   - rhythm: what is known of the caller's pauses.
  public func silence(
    after shape: WordShape, expecting answer: ExpectedAnswer, words: Int = 0,
    rhythm: CallerRhythm = CallerRhythm()
  ) -> MediaTime {
    if let fixed { return fixed }
    switch shape {
    case .complete: return max(shortest, complete(answer, words: words, rhythm))
    case .likely: return max(shortest, likely(answer, rhythm))
    case .unfinished: return max(unfinished, likely(answer, rhythm))
    }
  }

  private func likely(_ answer: ExpectedAnswer, _ rhythm: CallerRhythm) -> MediaTime {
    switch answer {
    case .yesNo: yesNo
    case .short: short
    case .open: followsRhythm ? min(open, max(Self.part(open, 50), rhythm.pause + .milliseconds(150))) : open
    case .spelled: spelled
    case .interruption: interruption
    }
  }

  /// Of complete words, the share of the wait that is left, in percent: a number with all its digits needs little of
  /// what a number needs, while a whole sentence may well be followed by another.
  private func complete(_ answer: ExpectedAnswer, words: Int, _ rhythm: CallerRhythm) -> MediaTime {
    switch answer {
    case .yesNo: return Self.part(yesNo, 75)
    case .short: return Self.part(short, 45)
    case .spelled: return Self.part(spelled, 25)
    case .interruption: return Self.part(interruption, 60)
    case .open:
      let most = Self.part(open, 82)
      let wait = followsRhythm ? min(most, max(Self.part(open, 35), rhythm.pause)) : most
      return words >= longAnswerWords ? min(wait, longAnswer) : wait
    }
  }

  private static func part(_ wait: MediaTime, _ percent: Int64) -> MediaTime {
    MediaTime(nanoseconds: wait.nanoseconds * percent / 100)
  }
}
