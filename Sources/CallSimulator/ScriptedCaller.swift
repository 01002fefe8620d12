internal import Audio

/// A caller with a script: says a line when the agent has finished speaking, and then waits for the answer. Pure:
/// decides when to say which line and when to hang up.
struct ScriptedCaller {
  /// The agent counts as finished when nothing has been heard of it for this long.
  static let agentPause = MediaTime.milliseconds(700)
  /// An agent that says nothing for this long is spoken to all the same, or hung up on.
  static let patience = MediaTime.seconds(Int64(12))
  /// A caller who has been answered waits this long for the agent to end the call itself.
  static let grace = MediaTime.seconds(Int64(3))

  let lines: Int
  let ending: CallerScript.Ending
  private(set) var linesSaid = 0
  private(set) var linesAnswered = 0
  private var agentHasSpoken = false
  private var isSpeaking = false
  private var waitingSince: MediaTime

  init(lines: Int, ending: CallerScript.Ending, startedAt: MediaTime) {
    self.lines = lines
    self.ending = ending
    waitingSince = startedAt
  }

  /// Asked before each frame while the caller is silent; `dryAt` is when the agent's audio so far ends.
  /// - Returns: the line to say from here on.
  mutating func speak(at now: MediaTime, dryAt: MediaTime) -> Int? {
    guard linesSaid < lines, !isSpeaking else { return nil }
    let agentIsDone = agentHasSpoken && now >= dryAt + Self.agentPause
    guard agentIsDone || now >= max(waitingSince, dryAt) + Self.patience else { return nil }
    linesSaid += 1
    isSpeaking = true
    return linesSaid - 1
  }

  mutating func finishedSpeaking(at end: MediaTime) {
    isSpeaking = false
    agentHasSpoken = false
    waitingSince = end
  }

  /// Agent audio came. What is said before the first line is a greeting and no answer.
  mutating func agentSpoke() {
    guard !isSpeaking else { return }
    if !agentHasSpoken, linesSaid > 0 { linesAnswered += 1 }
    agentHasSpoken = true
  }

  func wantsToHangUp(at now: MediaTime, dryAt: MediaTime) -> Bool {
    guard ending == .hangUp, linesSaid == lines, !isSpeaking else { return false }
    let wait = agentHasSpoken ? Self.grace : Self.patience
    return now >= max(waitingSince, dryAt) + wait
  }
}
