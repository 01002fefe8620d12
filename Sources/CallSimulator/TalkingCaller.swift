internal import Audio

/// A caller of a load test: talks, listens, talks again, and now and then speaks over the agent. Pure: decides when
/// to say which clip.
struct TalkingCaller {
  struct Pattern: Sendable {
    /// From the beginning of one utterance to the next.
    var period: MediaTime
    /// Speak over every so many answers; 0: never.
    var bargeInEvery: Int
    var clips: Int
  }

  let pattern: Pattern
  private var nextTurnAt: MediaTime
  private var nextClip: Int
  private var answers = 0
  /// The answer that was last spoken over.
  private var interrupted = 0
  /// How far into an answer it is spoken over.
  static let interruptionDelay = MediaTime.milliseconds(400)

  init(_ pattern: Pattern, firstTurnAt: MediaTime, firstClip: Int) {
    self.pattern = pattern
    nextTurnAt = firstTurnAt
    nextClip = firstClip
  }

  mutating func answerBegan() { answers += 1 }

  /// Asked before each frame while the caller is silent.
  /// - Parameters:
  ///   - dryAt: when the agent's audio so far ends.
  ///   - answerBegan: when the answer that is being heard began.
  /// - Returns: the clip to say from here on.
  mutating func speak(at now: MediaTime, dryAt: MediaTime, answerBegan: MediaTime?) -> Int? {
    if let answerBegan, wantsToInterrupt, dryAt > now, now >= answerBegan + Self.interruptionDelay {
      interrupted = answers
      return begin(at: now)
    }
    guard now >= nextTurnAt else { return nil }
    // People let others finish; but not for ever.
    if dryAt > now, now < nextTurnAt + pattern.period { return nil }
    return begin(at: now)
  }

  private var wantsToInterrupt: Bool {
    pattern.bargeInEvery > 0 && answers > interrupted && answers % pattern.bargeInEvery == 0
  }

  private mutating func begin(at now: MediaTime) -> Int {
    nextTurnAt = now + pattern.period
    nextClip += 1
    return nextClip % max(1, pattern.clips)
  }
}
