internal import Audio

/// A caller of a load test: talks, listens, talks again, and now and then speaks over the agent.
struct TalkingCaller: CallerBehaviour {
  let clips: [SpeechClip]
  let period: MediaTime
  let answerLength: MediaTime
  let bargeInEvery: Int
  private var nextTurnAt: MediaTime
  private var spokeUntil: MediaTime?
  private var answerBegan: MediaTime?
  private var answerAudio = MediaTime.zero
  private var answers = 0
  private var clipIndex: Int
  private var interruptionStart: MediaTime?
  private var isInterrupting = false

  init(
    clips: [SpeechClip], period: MediaTime, answerLength: MediaTime, bargeInEvery: Int,
    firstTurnAt: MediaTime,
    firstClip: Int
  ) {
    self.clips = clips
    self.period = period
    self.answerLength = answerLength
    self.bargeInEvery = bargeInEvery
    nextTurnAt = firstTurnAt
    clipIndex = firstClip
  }

  mutating func speak(at now: MediaTime, in call: VirtualCall) -> VirtualCall.Utterance? {
    if let began = answerBegan, wantsToInterrupt, now >= began + .milliseconds(400),
      call.playout.isPlaying(at: now)
    {
      isInterrupting = true
      interruptionStart = nil
      call.verdict.interruptions += 1
      return begin(at: now, in: call, interrupting: true)
    }
    guard now >= nextTurnAt else { return nil }
    return begin(at: now, in: call, interrupting: false)
  }

  private var wantsToInterrupt: Bool {
    bargeInEvery > 0 && !isInterrupting && answers > 0 && answers % bargeInEvery == 0
  }

  private mutating func begin(
    at now: MediaTime, in call: VirtualCall, interrupting: Bool
  ) -> VirtualCall.Utterance {
    closeTurn(in: call, wasInterrupted: interrupting)
    clipIndex += 1
    let clip = clips[clipIndex % clips.count]
    nextTurnAt = now + period
    if interrupting {
      interruptionStart = now - .milliseconds(20) + .samples(clip.speech.lowerBound, rate: clip.rate)
    }
    return VirtualCall.Utterance(clip: clip, isInterruption: interrupting)
  }

  mutating func finishedSpeaking(at end: MediaTime, wasInterruption: Bool, in call: VirtualCall) {
    call.verdict.turnsAsked += 1
    call.playout.beginUtterance()
    spokeUntil = end
    answerBegan = nil
    answerAudio = .zero
    isInterrupting = false
    interruptionStart = nil
  }

  mutating func agentSpoke(_ length: MediaTime, at now: MediaTime, in call: VirtualCall) {
    if isInterrupting, interruptionStart == nil { call.verdict.audioAfterClear += 1 }
    guard let spokeUntil, call.utterance == nil else { return }
    if answerBegan == nil {
      answerBegan = now
      answers += 1
      call.verdict.responses.append(now - spokeUntil)
    }
    answerAudio += length
  }

  mutating func cleared(at now: MediaTime, in call: VirtualCall) {
    guard let start = interruptionStart else { return }
    call.verdict.clears.append(now - start)
    interruptionStart = nil
  }

  /// Judges the answer to the turn before.
  private mutating func closeTurn(in call: VirtualCall, wasInterrupted: Bool) {
    guard spokeUntil != nil else { return }
    spokeUntil = nil
    guard answerBegan != nil else { return }
    if wasInterrupted || answerAudio >= answerLength {
      call.verdict.turnsAnswered += 1
    } else {
      call.verdict.answersCut += 1
    }
  }

  mutating func callEnded(at now: MediaTime, in call: VirtualCall) {
    // An answer that the end of the call cut short is nobody's fault; one that never began had its time or not.
    if let spokeUntil, answerBegan == nil, now - spokeUntil < .seconds(Int64(2)) {
      call.verdict.turnsAsked -= 1
    } else if let began = answerBegan, answerAudio < answerLength, now - began < answerLength {
      call.verdict.turnsAnswered += 1
    } else {
      closeTurn(in: call, wasInterrupted: false)
    }
  }

  func wantsToHangUp(at now: MediaTime, in call: VirtualCall) -> Bool { false }
}
