internal import Audio
internal import Networking
internal import Wire

/// Runs all simulated calls on one loop: opens them in time, sends every due frame in each sweep, judges what
/// comes back.
final class SimulationHandler: MediaLoopHandler {
  typealias Connection = VirtualCall

  /// What the run is doing.
  enum Stage {
    case ramping
    /// All calls are up: what the processes cost is measured.
    case measuring
    /// No more calls; connections close until `deadline`.
    case ending(deadline: MediaTime)
  }

  let options: SimulationOptions
  let url: WebSocketURL
  let speech: CallerSpeech
  let shared: SimulationProgress
  /// Tells how long payloads are; recorded calls have decoders of their own.
  let lengths: AgentAudio
  var loop: MediaLoop<SimulationHandler>?
  var stage = Stage.ramping
  var begun = MediaTime.zero
  var report = SimulationReport()
  /// Connections that are open, and, in the same places, when each needs its next look.
  var calls: [VirtualCall] = []
  var wakes: [MediaTime] = []
  /// Calls that are running, of those.
  var live = 0
  var opener: CallOpener
  var acceptance: AcceptanceTest
  var writer = FrameWriter()
  var payload: [UInt8] = []
  var recordingDecoder: AgentAudio?
  let callLog: CallLog?
  var window = MeasuredWindow()
  var hasVanished = false
  private var lastSweep = MediaTime.zero
  private let isImpaired: Bool

  init(
    options: SimulationOptions, url: WebSocketURL, speech: CallerSpeech, shared: SimulationProgress
  ) throws(SimulatorError) {
    self.options = options
    self.url = url
    self.speech = speech
    self.shared = shared
    lengths = try AgentAudio(codec: options.agentCodec, rate: options.agentRate)
    if let path = options.callLog { callLog = try CallLog(path: path) } else { callLog = nil }
    if options.recording != nil {
      recordingDecoder = try AgentAudio(codec: options.agentCodec, rate: options.agentRate)
    }
    isImpaired = options.impairment != Impairment()
    opener = CallOpener(options)
    acceptance = AcceptanceTest(calls: options.acceptTest)
    report.serviceTime = options.serviceTime
    report.acceptanceAsked = options.acceptTest
    payload.reserveCapacity(1 << 16)
  }

  func started(on loop: MediaLoop<SimulationHandler>) {
    self.loop = loop
    begun = MonotonicClock.now
    lastSweep = begun
    opener.begin(at: begun)
    window.idle = .init(options.watchedProcess)
  }

  func sweepEnded(at _: MediaTime) -> MediaTime? {
    let now = MonotonicClock.now
    advanceStage(at: now)
    openDueCalls(at: now)
    var slot = 0
    while slot < calls.count {
      if wakes[slot] <= now {
        let call = calls[slot]
        advance(call, at: now)
        wakes[call.slot] = call.nextWake(after: now)
      }
      slot += 1
    }
    if case .measuring = stage { window.callSeconds += Double(live) * (now - lastSweep).seconds }
    lastSweep = now
    shared.update(live: live, report: report)
    return now + .milliseconds(5)
  }

  private func advanceStage(at now: MediaTime) {
    switch stage {
    case .ramping:
      guard now >= begun + options.ramp else { return }
      stage = .measuring
      window.start = .init(options.watchedProcess)
      window.startedAt = now
    case .measuring:
      let elapsed = now - begun - options.ramp
      if let instant = options.vanishHalfAt, elapsed >= instant, !hasVanished { vanishHalf(at: now) }
      if isFinished(after: elapsed) { endAll(at: now) }
    case .ending(let deadline):
      guard calls.isEmpty && opener.opening == 0 || now >= deadline else { return }
      shared.finish(report)
    }
  }

  private func isFinished(after elapsed: MediaTime) -> Bool {
    if options.script != nil { return report.callsEnded > 0 }
    if let total = options.totalCalls, opener.next >= total, opener.opening == 0, live == 0 { return true }
    return elapsed >= options.duration
  }

  // MARK: The list of connections

  func enlist(_ call: VirtualCall, wake: MediaTime) {
    call.slot = calls.count
    calls.append(call)
    wakes.append(wake)
  }

  /// The last takes the place of the one that goes.
  private func dismiss(_ call: VirtualCall) {
    let slot = call.slot
    guard slot < calls.count, calls[slot] === call else { return }
    calls.swapAt(slot, calls.count - 1)
    wakes.swapAt(slot, wakes.count - 1)
    calls[slot].slot = slot
    calls.removeLast()
    wakes.removeLast()
  }

  // MARK: One call

  private func advance(_ call: VirtualCall, at now: MediaTime) {
    if case .vanished = call.phase {
      if now >= call.endsAt { loop?.abandon(call.id) }
      return
    }
    while call.nextFrameAt <= now, !call.isOver { sendFrame(of: call, isImpaired: isImpaired) }
    guard !call.isOver else { return }
    if !call.delayed.isEmpty { sendDelayed(of: call, at: now) }
    if call.playout.nextMarkDue <= now {
      for name in call.playout.takeDueMarks(at: now) {
        send(call.encoder.mark(name: name, sequence: call.nextSequence()), on: call)
      }
    }
    if now >= call.endsAt {
      callIsDue(call, at: now)
    } else if call.wantsToHangUp(at: now) {
      end(call, by: .stop, at: now, endedBy: "caller")
    }
  }

  private func callIsDue(_ call: VirtualCall, at now: MediaTime) {
    if options.script != nil { return end(call, by: .stop, at: now, endedBy: "timeout") }
    if call.phase == .running, call.ending == .agent {
      call.phase = .awaitingHangUp
      call.endsAt = now + .seconds(Int64(20))
      return
    }
    end(call, by: call.ending, at: now, endedBy: call.phase == .awaitingHangUp ? "timeout" : "caller")
  }

  func closed(_ call: VirtualCall, code: Int?) {
    if !call.isOver {
      call.phase = .over
      finish(call, at: MonotonicClock.now, endedBy: code == nil ? "lost" : "agent")
    }
    dismiss(call)
  }

  func send(_ message: [UInt8], on call: VirtualCall) { _ = loop?.write(message.span, to: call.id) }
}
