internal import Audio
internal import Networking
internal import Synchronization
internal import Wire

/// Runs all simulated calls on one loop: opens them in time, sends every due frame in each sweep, judges what
/// comes back.
final class SimulationHandler: MediaLoopHandler {
  typealias Connection = VirtualCall

  private let options: SimulationOptions
  private let url: WebSocketURL
  private let clips: [SpeechClip]
  private let noise: SpeechClip
  private let shared: SimulationProgress
  private var loop: MediaLoop<SimulationHandler>?
  private var calls: [VirtualCall] = []
  private var begun = MediaTime.zero
  private var opening = 0
  private var nextIndex = 0
  private var isEnding = false
  private var report = SimulationReport()
  private var scratch: [UInt8] = []

  init(
    options: SimulationOptions, url: WebSocketURL, clips: [SpeechClip], noise: SpeechClip,
    shared: SimulationProgress
  ) {
    self.options = options
    self.url = url
    self.clips = clips
    self.noise = noise
    self.shared = shared
    scratch.reserveCapacity(8_192)
  }

  func started(on loop: MediaLoop<SimulationHandler>) {
    self.loop = loop
    begun = MonotonicClock.now
  }

  // MARK: Opening

  private func openDueCalls(at now: MediaTime) {
    guard !isEnding else { return }
    let elapsed = now - begun
    var wanted = options.concurrent
    if options.ramp > .zero, elapsed < options.ramp {
      wanted = 1 + Int(Double(options.concurrent - 1) * elapsed.seconds / options.ramp.seconds)
    }
    // Not more at once than a listener's backlog takes.
    var budget = 32
    while mayOpen(wanted), budget > 0 {
      budget -= 1
      opening += 1
      var headers: [(String, String)] = []
      if let token = options.token { headers.append(("x-telnyx-streaming-auth-token", token)) }
      loop?.connect(to: url, headers: headers, tag: nextIndex)
      nextIndex += 1
    }
  }

  /// A call that was refused or has ended is not tried again, unless calls are to follow one another.
  private func mayOpen(_ wanted: Int) -> Bool {
    if options.script != nil { return nextIndex == 0 }
    return options.callLength == nil ? nextIndex < wanted : calls.count + opening < wanted
  }

  func opened(_ id: ConnectionID, _ request: UpgradeRequest) -> VirtualCall {
    opening -= 1
    let now = MonotonicClock.now
    let index = request.tag ?? 0
    let end =
      options.script != nil ? now + options.timeout : options.callLength.map { now + $0 } ?? .distantFuture
    let recorder = options.recording != nil && index == 0 ? CallRecorder(startedAt: now) : nil
    let call = VirtualCall(
      index: index, id: id, startedAt: now, endsAt: end, callControlID: "v3:sim-\(options.seed)-\(index)",
      behaviour: behaviour(index: index, at: now), seed: options.seed, recorder: recorder)
    calls.append(call)
    report.callsOpened += 1
    send(TelnyxCarrierEncoder.connected(token: options.token), on: call)
    send(call.encoder.start(startMessage(of: call), sequence: 1), on: call)
    return call
  }

  private func behaviour(index: Int, at now: MediaTime) -> any CallerBehaviour {
    if let script = options.script {
      return ScriptedCaller(clips: clips, ending: script.ending, startedAt: now)
    }
    // Callers do not all speak at once: their first words are spread over a period.
    var random = SeededRandom(seed: options.seed &+ UInt64(index))
    let wait = MediaTime.seconds(0.5 + random.fraction() * options.turnPeriod.seconds)
    return TalkingCaller(
      clips: clips, period: options.turnPeriod, answerLength: options.answerLength,
      bargeInEvery: options.bargeInEvery, firstTurnAt: now + wait, firstClip: index)
  }

  private func startMessage(of call: VirtualCall) -> TelnyxStart {
    var parameters: [String: String] = [:]
    if options.agentCodec != .pcmu {
      parameters["bidirectional_codec"] = options.agentCodec.rawValue
      parameters["bidirectional_sampling_rate"] = String(options.agentRate)
    }
    return TelnyxStart(
      streamID: call.encoder.streamID, callControlID: call.callControlID,
      from: options.script?.from ?? "+15550100017", to: options.script?.to ?? "+15550100042",
      customParameters: parameters,
      mediaFormat: TelnyxMediaFormat(
        encoding: options.codec.rawValue, sampleRate: options.rate, channels: 1))
  }

  func connectFailed(_ tag: Int, status: Int?, reason: String) {
    opening -= 1
    let word = status.map { "HTTP \($0)" } ?? reason
    report.connectFailures[word, default: 0] += 1
    if options.concurrent == 1 || report.callsOpened == 0 {
      shared.fail("\(options.url): \(status.map { "HTTP \($0): " } ?? "")\(reason)")
    }
  }

  // MARK: Sending

  func sweepEnded(at now: MediaTime) -> MediaTime? {
    let now = MonotonicClock.now
    openDueCalls(at: now)
    for call in calls where !call.isOver { advance(call, at: now) }
    if calls.contains(where: \.isOver) { calls.removeAll(where: \.isOver) }
    if !isEnding, options.script == nil, now >= begun + options.ramp + options.duration { endAll(at: now) }
    shared.update(live: calls.count, report: report)
    if isEnding || options.script != nil && report.callsOpened > 0, calls.isEmpty { shared.finish(report) }
    return now + .milliseconds(5)
  }

  private func advance(_ call: VirtualCall, at now: MediaTime) {
    while call.nextFrameAt <= now, !call.isOver, !call.hasStopped {
      report.lateness.add(now - call.nextFrameAt)
      sendFrame(of: call, due: call.nextFrameAt)
    }
    if !call.delayed.isEmpty { sendDelayed(of: call, at: now) }
    for name in call.playout.takeDueMarks(at: now) {
      send(call.encoder.mark(name: name, sequence: next(call)), on: call)
    }
    if now >= call.endsAt {
      hangUp(call, at: now, endedBy: options.script == nil ? "caller" : "timeout")
    } else if call.behaviour.wantsToHangUp(at: now, in: call) {
      hangUp(call, at: now, endedBy: "caller")
    }
  }

  private func sendFrame(of call: VirtualCall, due: MediaTime) {
    if call.utterance == nil {
      call.utterance = call.behaviour.speak(at: due, in: call)
    }
    let frame: [UInt8]
    if var utterance = call.utterance {
      frame = utterance.clip.frames[utterance.next]
      record(utterance.clip, utterance.next, on: call)
      utterance.next += 1
      let samplesDone = utterance.next * utterance.clip.rate / 50
      if utterance.next == utterance.clip.frames.count || samplesDone >= utterance.clip.speech.upperBound {
        let over = samplesDone - utterance.clip.speech.upperBound
        call.utterance = nil
        call.behaviour.finishedSpeaking(
          at: due - .samples(max(0, over), rate: utterance.clip.rate),
          wasInterruption: utterance.isInterruption,
          in: call)
      } else {
        call.utterance = utterance
      }
    } else {
      let index = (call.framesSent + call.index) % noise.frames.count
      frame = noise.frames[index]
      record(noise, index, on: call)
    }
    call.framesSent += 1
    report.framesSent += 1
    call.chunk += 1
    send(frame, chunk: call.chunk, of: call, due: due)
  }

  private func record(_ clip: SpeechClip, _ frame: Int, on call: VirtualCall) {
    guard let recorder = call.recorder else { return }
    let length = clip.rate / 50
    let samples = clip.samples[frame * length..<(frame + 1) * length]
    let step = clip.rate / CallRecorder.rate
    recorder.append(
      caller: stride(from: samples.startIndex, to: samples.endIndex, by: max(1, step)).map { samples[$0] })
  }

  private func send(_ frame: [UInt8], chunk: Int64, of call: VirtualCall, due: MediaTime) {
    let impairment = options.impairment
    guard impairment != Impairment() else { return write(frame, chunk: chunk, on: call) }
    if call.random.fraction() < impairment.loss {
      report.framesDropped += 1
      return
    }
    var delay = MediaTime.zero
    if impairment.jitterMs > 0 {
      delay = .microseconds(Int64(call.random.fraction() * Double(impairment.jitterMs) * 1_000))
    }
    if call.random.fraction() < impairment.reorder { delay += .milliseconds(25) }
    if call.random.fraction() < impairment.duplicate { call.delayed.append((due + delay, chunk, frame)) }
    if delay > .zero {
      call.delayed.append((due + delay, chunk, frame))
    } else {
      write(frame, chunk: chunk, on: call)
    }
  }

  private func sendDelayed(of call: VirtualCall, at now: MediaTime) {
    for item in call.delayed where item.due <= now { write(item.frame, chunk: item.chunk, on: call) }
    call.delayed.removeAll { $0.due <= now }
  }

  private func write(_ frame: [UInt8], chunk: Int64, on call: VirtualCall) {
    let media = TelnyxCarrierMedia(chunk: chunk, timestampMs: (chunk - 1) * 20, sequence: next(call))
    let size = call.encoder.mediaMessageSize(media, payloadBytes: frame.count)
    scratch.removeAll(keepingCapacity: true)
    scratch.append(addingCapacity: size) { output in
      _ = call.encoder.encodeMedia(media, payload: frame.span, into: &output)
    }
    if case .wouldBlock = loop?.write(scratch.span, to: call.id) { report.framesBlocked += 1 }
  }

  private func next(_ call: VirtualCall) -> Int64 {
    call.sequence += 1
    return call.sequence
  }

  private func send(_ message: [UInt8], on call: VirtualCall) { _ = loop?.write(message.span, to: call.id) }

  // MARK: Receiving

  func received(text message: Span<UInt8>, on call: VirtualCall) {
    let now = MonotonicClock.now
    do throws(WireError) {
      let scanned = try TelnyxScanner.scan(message)
      if scanned.kind == .media { return receivedAudio(scanned, in: message, on: call, at: now) }
      switch try TelnyxCommand(parsing: message) {
      case .media: break
      case .mark(let name): call.playout.mark(name, at: now)
      case .clear:
        call.recorder?.cut(at: now)
        for name in call.playout.clear(at: now) {
          send(call.encoder.mark(name: name, sequence: next(call)), on: call)
        }
        call.behaviour.cleared(at: now, in: call)
      case .unknown: bad(call, code: 100_003, title: "malformed_frame")
      }
    } catch {
      bad(call, code: 100_003, title: "malformed_frame")
    }
  }

  private func receivedAudio(
    _ scanned: TelnyxMessage, in message: Span<UInt8>, on call: VirtualCall, at now: MediaTime
  ) {
    var isGood = false
    let payload = [UInt8](capacity: scanned.maximumPayloadSize) { output in
      isGood = scanned.decodePayload(of: message, into: &output)
    }
    guard isGood else { return bad(call, code: 100_004, title: "invalid_media") }
    let length = AgentAudio.length(of: payload, options)
    let start = call.playout.append(length, at: now)
    if let recorder = call.recorder {
      recorder.place(agent: AgentAudio.decode(payload, options), from: start)
    }
    call.behaviour.agentSpoke(length, at: now, in: call)
  }

  private func bad(_ call: VirtualCall, code: Int, title: String) {
    call.verdict.badMessages += 1
    send(
      call.encoder.error(TelnyxStreamError(code: code, title: title, detail: "from the simulator")), on: call)
  }

  // MARK: Ending

  func closed(_ call: VirtualCall, code: Int?) {
    guard !call.isOver else { return }
    call.isOver = true
    finish(call, at: MonotonicClock.now, endedBy: call.hasStopped ? "caller" : "agent")
  }

  private func hangUp(_ call: VirtualCall, at now: MediaTime, endedBy: String) {
    guard !call.hasStopped else { return }
    call.hasStopped = true
    let isAbrupt = options.abruptEvery > 0 && call.index % options.abruptEvery == 0
    if !isAbrupt {
      send(call.encoder.stop(TelnyxStop(callControlID: call.callControlID), sequence: next(call)), on: call)
    }
    loop?.close(call.id)
    call.isOver = true
    finish(call, at: now, endedBy: endedBy)
  }

  private func finish(_ call: VirtualCall, at now: MediaTime, endedBy: String) {
    call.behaviour.callEnded(at: now, in: call)
    call.verdict.endedBy = endedBy
    call.verdict.framesSent = call.framesSent
    call.verdict.gaps = call.playout.gaps
    call.verdict.longestGap = call.playout.longestGap
    call.verdict.agentAudio = call.playout.received
    report.add(call.verdict)
    if let recorder = call.recorder { shared.keep(recording: (recorder.caller, recorder.agent)) }
  }

  private func endAll(at now: MediaTime) {
    isEnding = true
    for call in calls where !call.isOver { hangUp(call, at: now, endedBy: "caller") }
  }
}
