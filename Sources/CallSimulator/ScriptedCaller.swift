internal import Audio

/// A caller with a script: says a line when the agent has finished speaking, and then waits for the answer.
struct ScriptedCaller: CallerBehaviour {
  /// The agent counts as finished when nothing has been heard of it for this long.
  private static let agentPause = MediaTime.milliseconds(700)
  /// An agent that says nothing for this long is spoken to all the same.
  private static let patience = MediaTime.seconds(Int64(12))
  /// A caller who means to hang up waits this long for the agent to end the call itself.
  private static let grace = MediaTime.seconds(Int64(3))

  let clips: [SpeechClip]
  let ending: CallerScript.Ending
  private var next = 0
  private var agentHasSpoken = false
  private var waitingSince: MediaTime
  private var spokeUntil: MediaTime?

  init(clips: [SpeechClip], ending: CallerScript.Ending, startedAt: MediaTime) {
    self.clips = clips
    self.ending = ending
    waitingSince = startedAt
  }

  mutating func speak(at now: MediaTime, in call: VirtualCall) -> VirtualCall.Utterance? {
    guard next < clips.count else { return nil }
    let agentIsDone = agentHasSpoken && now >= call.playout.dryAt + Self.agentPause
    guard agentIsDone || now >= max(waitingSince, call.playout.dryAt) + Self.patience else { return nil }
    let clip = clips[next]
    next += 1
    call.verdict.linesSaid += 1
    return VirtualCall.Utterance(clip: clip)
  }

  mutating func finishedSpeaking(at end: MediaTime, wasInterruption: Bool, in call: VirtualCall) {
    call.verdict.turnsAsked += 1
    call.playout.beginUtterance()
    spokeUntil = end
    agentHasSpoken = false
    waitingSince = end
  }

  mutating func agentSpoke(_ length: MediaTime, at now: MediaTime, in call: VirtualCall) {
    agentHasSpoken = true
    guard let end = spokeUntil, call.utterance == nil else { return }
    spokeUntil = nil
    call.verdict.responses.append(now - end)
    call.verdict.turnsAnswered += 1
    call.verdict.linesAnswered += 1
  }

  mutating func cleared(at now: MediaTime, in call: VirtualCall) {}

  mutating func callEnded(at now: MediaTime, in call: VirtualCall) {}

  func wantsToHangUp(at now: MediaTime, in call: VirtualCall) -> Bool {
    guard ending == .hangUp, next == clips.count, call.utterance == nil else { return false }
    return now >= max(waitingSince, call.playout.dryAt) + Self.grace
  }
}
