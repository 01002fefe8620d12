internal import Audio

/// Judges one call's turns: was the caller answered, in full, how soon, and did the agent give way.
///
/// Fed with what the caller did and heard, and when; owns no clock. Every turn is judged exactly once: when the
/// caller speaks again, or when the call ends.
struct TurnJudge {
  private enum Turn {
    /// Nothing is owed.
    case none
    case asked(at: MediaTime)
    case answering(since: MediaTime, audio: MediaTime)
  }

  /// The caller speaks, or has spoken, over the agent.
  private struct Overlap {
    let start: MediaTime
    var isCleared = false
    /// When the agent's audio ends that came before the caller had finished.
    var agentDryAt: MediaTime
  }

  /// Agent audio that a whole answer has at least; zero: any audio is an answer.
  let answerLength: MediaTime
  private(set) var verdict = CallVerdict()
  private var turn = Turn.none
  private var overlap: Overlap?
  private(set) var isCallerSpeaking = false

  /// A caller who hangs up sooner than this after asking cannot expect an answer.
  static let grace = MediaTime.seconds(Int64(2))
  /// An agent that falls silent by itself this soon after it was interrupted need not be cleared.
  static let mootOverlap = MediaTime.milliseconds(500)

  init(answerLength: MediaTime) { self.answerLength = answerLength }

  /// When the answer that is being heard began; nil when none is.
  var answerBegan: MediaTime? {
    if case .answering(let since, _) = turn, !isCallerSpeaking { since } else { nil }
  }

  var isAnswerOwed: Bool { if case .asked = turn { true } else { false } }

  /// The caller's first frame with speech has been sent; the agent's audio so far plays until `agentDryAt`.
  mutating func callerBegan(at now: MediaTime, agentDryAt: MediaTime) {
    let isOverAgent = agentDryAt > now
    closeTurn(isInterrupted: isOverAgent)
    closeOverlap()
    isCallerSpeaking = true
    guard isOverAgent else { return }
    verdict.interruptions += 1
    overlap = Overlap(start: now, agentDryAt: agentDryAt)
  }

  /// The caller's last frame with speech has been sent.
  mutating func callerFinished(at now: MediaTime) {
    isCallerSpeaking = false
    verdict.turnsAsked += 1
    turn = .asked(at: now)
  }

  /// Agent audio came; what was sent so far now plays until `dryAt`. Answers whether this began an answer.
  mutating func agentSpoke(_ length: MediaTime, at now: MediaTime, dryAt: MediaTime) -> Bool {
    if isCallerSpeaking {
      if overlap?.isCleared == true { verdict.audioAfterClear += 1 }
      overlap?.agentDryAt = dryAt
      return false
    }
    switch turn {
    case .none: return false
    case .asked(let end):
      closeOverlap()
      verdict.responses.append(now - end)
      turn = .answering(since: now, audio: length)
      return true
    case .answering(let since, let audio):
      turn = .answering(since: since, audio: audio + length)
      return false
    }
  }

  mutating func cleared(at now: MediaTime) {
    guard let overlap, !overlap.isCleared else {
      verdict.clearsUnasked += 1
      return
    }
    verdict.clears.append(now - overlap.start)
    self.overlap?.isCleared = true
  }

  /// The call is over: what is still open is judged, with patience only where the caller was in a hurry.
  mutating func ended(at now: MediaTime, byCaller: Bool) {
    if let overlap, byCaller, now - overlap.start < Self.mootOverlap { self.overlap = nil }
    closeOverlap()
    if byCaller, isExcused(at: now) {
      verdict.turnsAsked -= 1
      verdict.turnsExcused += 1
      turn = .none
    }
    closeTurn(isInterrupted: false)
    isCallerSpeaking = false
  }

  private func isExcused(at now: MediaTime) -> Bool {
    switch turn {
    case .none: false
    case .asked(let end): now - end < Self.grace
    case .answering(let since, let audio):
      audio < answerLength && now - since < answerLength + Self.grace
    }
  }

  private mutating func closeTurn(isInterrupted: Bool) {
    defer { turn = .none }
    guard case .answering(_, let audio) = turn else { return }
    if isInterrupted || audio >= answerLength { verdict.turnsAnswered += 1 } else { verdict.answersCut += 1 }
  }

  private mutating func closeOverlap() {
    guard let overlap else { return }
    self.overlap = nil
    if !overlap.isCleared, overlap.agentDryAt > overlap.start + Self.mootOverlap { verdict.clearsMissed += 1 }
  }
}
