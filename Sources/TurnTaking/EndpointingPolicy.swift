public import Audio

/// Decides how long the caller's silence must last before the turn counts as over.
///
/// Silence is counted from the end of speech in the audio, not from when it was noticed. A question that wants a
/// word is given less patience than one that wants a story, and words that sound unfinished are given the most:
/// a pause in mid-sentence is longer than the gap between two speakers (about 200 ms, Stivers et al., PNAS 2009).
public struct EndpointingPolicy: Sendable, Equatable, Codable {
  /// How finished the words so far sound.
  public enum WordShape: Sendable, Equatable, CaseIterable { case complete, likely, unfinished }
  /// What kind of answer the agent had asked for.
  public enum ExpectedAnswer: Sendable, Equatable, CaseIterable { case yesNo, short, open, spelled }

  /// One fixed wait, whatever was said; for measuring engines alike.
  public var fixed: MediaTime?
  /// The waits for words that are likely complete, by what the agent had asked for.
  public var yesNo = MediaTime.milliseconds(300)
  public var short = MediaTime.milliseconds(450)
  public var open = MediaTime.milliseconds(700)
  public var spelled = MediaTime.milliseconds(1_200)
  /// The wait while the words sound unfinished.
  public var unfinished = MediaTime.milliseconds(1_500)
  /// No wait for complete words is shorter: people take breath within a sentence.
  public var shortest = MediaTime.milliseconds(360)

  public init(fixed: MediaTime? = nil) { self.fixed = fixed }

  /// The silence to wait for.
  public func silence(after shape: WordShape, expecting answer: ExpectedAnswer) -> MediaTime {
    if let fixed { return fixed }
    let likely =
      switch answer {
      case .yesNo: yesNo
      case .short: short
      case .open: open
      case .spelled: spelled
      }
    switch shape {
    case .complete:
      // Complete words need a little less patience, unless more of them may follow.
      return answer == .spelled ? likely : max(shortest, MediaTime(nanoseconds: likely.nanoseconds * 4 / 5))
    case .likely: return max(shortest, likely)
    case .unfinished: return max(unfinished, shortest, likely)
    }
  }
}
