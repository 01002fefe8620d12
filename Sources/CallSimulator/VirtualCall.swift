internal import Audio
internal import Networking
internal import Wire

/// One simulated call: a caller, the carrier around it, and the judgement of what the engine sends back.
///
/// Touched by the loop's thread alone. Time stands in every argument; frames are due at the call's start plus
/// whole multiples of 20 ms, so nothing drifts.
final class VirtualCall {
  enum Caller {
    case talking(TalkingCaller)
    case scripted(ScriptedCaller)
    /// Has nothing to say.
    case quiet
  }

  enum Role {
    /// Behaves, and is judged.
    case caller
    /// Sends a hundred times real time.
    case flooding
    /// Reads nothing.
    case deaf
    /// Was chosen to vanish with half of all calls.
    case vanishing
    /// Lives briefly, to be counted.
    case acceptance
    /// Never sends `start`.
    case silent
  }

  enum Phase {
    case running
    /// Says nothing more, and waits for the agent to hang up.
    case awaitingHangUp
    /// Neither reads nor writes; its connection is dropped at the call's `endsAt`.
    case vanished
    case over
  }

  /// What the caller says from some frame on.
  struct Utterance {
    let clip: SpeechClip
    var next = 0
  }

  /// A frame that the network holds back, with the time it comes through.
  struct Delayed {
    var due: MediaTime
    var chunk: Int64
    var clip: SpeechClip
    var frame: Range<Int>
  }

  let index: Int
  let id: ConnectionID
  let encoder: TelnyxCarrierEncoder
  /// What follows the payload in each of its media messages.
  let tail: [UInt8]
  let startedAt: MediaTime
  let callControlID: String
  let ending: CallEnding
  /// Tells this call's stalls from the others', 0…1.
  let stallPhase: Double
  var role: Role
  var caller: Caller
  var phase = Phase.running
  var endsAt: MediaTime
  var playout = PlayoutQueue()
  var judge: TurnJudge
  var utterance: Utterance?
  var random: SeededRandom
  /// Any audio of the agent.
  var hasHeard = false
  var badMessages = 0
  var invalidMedia = 0
  var framesDue = 0
  var framesSent = 0
  var chunk: Int64 = 0
  var sequence: Int64 = 1
  /// Its place in the handler's lists.
  var slot = 0
  var recorder: CallRecorder?
  var delayed: [Delayed] = []

  init(
    index: Int, id: ConnectionID, role: Role, startedAt: MediaTime, endsAt: MediaTime, caller: Caller,
    options: SimulationOptions
  ) {
    self.index = index
    self.id = id
    self.role = role
    self.startedAt = startedAt
    self.endsAt = endsAt
    self.caller = caller
    callControlID = "v3:sim-\(options.seed)-\(role)-\(index)"
    encoder = TelnyxCarrierEncoder(streamID: "sim-\(role)-\(index)")
    tail = FrameWriter.tail(streamID: encoder.streamID)
    judge = TurnJudge(answerLength: options.answerLength)
    random = SeededRandom(seed: options.seed &+ UInt64(index) &* 0x9E37)
    let isAbrupt = options.abruptEvery > 0 && index % options.abruptEvery == 0
    ending = role == .acceptance ? .stop : isAbrupt ? .close : options.ending.drawn(with: &random)
    stallPhase = random.fraction()
  }

  var isJudged: Bool { role == .caller }
  /// The call is over for the caller, whatever its connection still does.
  var isOver: Bool {
    switch phase {
    case .running, .awaitingHangUp: false
    case .vanished, .over: true
    }
  }

  /// When the frame that is sent next has been spoken to its end.
  var nextFrameAt: MediaTime { startedAt + .milliseconds(Int64(framesDue + 1) * 20) }

  /// When something is due next: a frame, the return of a mark, or what the network held back.
  func nextWake(after now: MediaTime) -> MediaTime {
    if role == .silent || phase == .over { return .distantFuture }
    if phase == .vanished { return endsAt }
    guard delayed.isEmpty else { return now }
    return min(nextFrameAt, playout.nextMarkDue)
  }

  func nextSequence() -> Int64 {
    sequence += 1
    return sequence
  }

  // MARK: The caller

  /// Asked before a frame while the caller is silent: the clip to say from here on.
  func chooseClip(at now: MediaTime) -> Int? {
    guard phase == .running else { return nil }
    switch caller {
    case .quiet: return nil
    case .talking(var one):
      let clip = one.speak(at: now, dryAt: playout.dryAt, answerBegan: judge.answerBegan)
      caller = .talking(one)
      return clip
    case .scripted(var one):
      let clip = one.speak(at: now, dryAt: playout.dryAt)
      caller = .scripted(one)
      return clip
    }
  }

  func finishedSpeaking(at end: MediaTime) {
    judge.callerFinished(at: end)
    playout.beginAnswer()
    guard case .scripted(var one) = caller else { return }
    one.finishedSpeaking(at: end)
    caller = .scripted(one)
  }

  /// Agent audio came. Returns when it starts to be heard.
  func agentSpoke(_ length: MediaTime, at now: MediaTime) -> MediaTime {
    let start = playout.append(length, at: now)
    let isAnswer = judge.agentSpoke(length, at: now, dryAt: playout.dryAt)
    switch caller {
    case .quiet: break
    case .talking(var one):
      guard isAnswer else { break }
      one.answerBegan()
      caller = .talking(one)
    case .scripted(var one):
      one.agentSpoke()
      caller = .scripted(one)
    }
    return start
  }

  func wantsToHangUp(at now: MediaTime) -> Bool {
    guard case .scripted(let one) = caller else { return false }
    return utterance == nil && one.wantsToHangUp(at: now, dryAt: playout.dryAt)
  }

  /// Judges what is still open, and sums up. Once, at the call's end.
  func verdict(at now: MediaTime, endedBy: String) -> CallVerdict {
    judge.ended(at: now, byCaller: endedBy == "caller")
    var verdict = judge.verdict
    verdict.endedBy = endedBy
    verdict.framesDue = framesDue
    verdict.framesSent = framesSent
    verdict.badMessages = badMessages
    verdict.invalidMedia = invalidMedia
    verdict.gaps = playout.gaps
    verdict.longestGap = playout.longestGap
    verdict.lateMessages = playout.lateMessages
    verdict.pauses = playout.pauses
    verdict.agentAudio = playout.received
    verdict.agentMessages = playout.messages
    if case .scripted(let one) = caller {
      verdict.linesSaid = one.linesSaid
      verdict.linesAnswered = one.linesAnswered
    }
    return verdict
  }
}
