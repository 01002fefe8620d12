internal import Audio
internal import Networking
internal import Wire

extension SimulationHandler {
  func openDueCalls(at now: MediaTime) {
    if case .ending = stage { return }
    while let tag = opener.take(at: now, live: live) { connect(tag: tag) }
    if options.acceptTest > 0, case .measuring = stage, now >= window.startedAt + .seconds(Int64(1)) {
      while let tag = acceptance.take(at: now) { connect(tag: tag) }
    }
  }

  private func connect(tag: Int) {
    var headers: [(String, String)] = []
    if let token = options.token { headers.append(("x-telnyx-streaming-auth-token", token)) }
    loop?.connect(to: url, headers: headers, tag: tag)
  }

  func opened(_ id: ConnectionID, _ request: UpgradeRequest) -> VirtualCall {
    let now = MonotonicClock.now
    let tag = request.tag ?? 0
    let role = role(of: tag)
    let call = VirtualCall(
      index: tag & CallOpener.indexMask, id: id, role: role, startedAt: now, endsAt: endTime(role, from: now),
      caller: caller(role, index: tag, at: now), options: options)
    switch role {
    case .silent: opener.openedSilent()
    case .acceptance:
      acceptance.opened(at: now)
      report.accepted = acceptance.accepted
      report.acceptanceTime = acceptance.elapsed
    case .caller, .flooding, .deaf, .vanishing:
      opener.opened()
      report.callsOpened += 1
      live += 1
      if options.recording != nil, tag == 0 { call.recorder = CallRecorder(startedAt: now) }
    }
    enlist(call, wake: call.nextWake(after: now))
    guard role != .silent else { return call }
    send(TelnyxCarrierEncoder.connected(token: options.token), on: call)
    send(call.encoder.start(startMessage(of: call), sequence: 1), on: call)
    callLog?.note(.started, call)
    if role == .deaf { loop?.stopReading(id) }
    return call
  }

  private func role(of tag: Int) -> VirtualCall.Role {
    if tag & CallOpener.silentTag != 0 { return .silent }
    if tag & CallOpener.acceptanceTag != 0 { return .acceptance }
    if tag < options.flooding { return .flooding }
    return tag < options.flooding + options.deaf ? .deaf : .caller
  }

  private func endTime(_ role: VirtualCall.Role, from now: MediaTime) -> MediaTime {
    switch role {
    case .silent: return .distantFuture
    case .acceptance: return now + .milliseconds(500)
    case .caller, .flooding, .deaf, .vanishing:
      if options.script != nil { return now + options.timeout }
      guard let length = options.callLength else { return .distantFuture }
      return now + .seconds(length.seconds * (0.5 + opener.random.fraction()))
    }
  }

  private func caller(_ role: VirtualCall.Role, index: Int, at now: MediaTime) -> VirtualCall.Caller {
    guard role != .silent, role != .acceptance else { return .quiet }
    if let script = options.script {
      return .scripted(ScriptedCaller(lines: speech.clips.count, ending: script.ending, startedAt: now))
    }
    // Callers do not all speak at once: their first words are spread over a period.
    var random = SeededRandom(seed: options.seed &+ UInt64(index))
    let wait = MediaTime.seconds(0.5 + random.fraction() * options.turnPeriod.seconds)
    let pattern = TalkingCaller.Pattern(
      period: options.turnPeriod, bargeInEvery: options.bargeInEvery, clips: speech.clips.count)
    return .talking(TalkingCaller(pattern, firstTurnAt: now + wait, firstClip: index))
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
    let now = MonotonicClock.now
    switch role(of: tag) {
    case .silent: return opener.failedSilent()
    case .acceptance: return acceptance.failed()
    case .caller, .flooding, .deaf, .vanishing: opener.failed(at: now)
    }
    let words = status.map { "HTTP \($0)" } ?? Self.plain(reason, options.connectTimeoutSeconds)
    if status == 503 { report.callsRefused += 1 } else { report.connectFailures[words, default: 0] += 1 }
    let failures = report.callsRefused + report.connectFailures.values.reduce(0, +)
    guard report.callsOpened == 0, opener.opening == 0 || failures >= min(options.concurrent, 16) else {
      return
    }
    shared.fail("\(options.url): no call was connected: \(words)\(status == nil ? "" : " (\(reason))")")
  }

  /// The library's words for people.
  private static func plain(_ reason: String, _ seconds: Int) -> String {
    let words = reason.lowercased()
    if words.contains("timed out") || words.contains("timeout") || words.contains("before the upgrade") {
      return "the server closed, or did not answer within \(seconds) s"
    }
    return reason
  }
}
