internal import Audio
internal import CallCore
internal import Conversation
internal import EventLog
internal import Providers
internal import Synchronization
internal import TurnTaking

/// One call: carries out what its state machine decides.
///
/// Its executor is its worker's thread, which enters it with `assumeIsolated`, so code here runs without a hop
/// and the compiler keeps everybody else out. Per frame it decodes, listens and copies; everything else happens
/// a few times a second.
actor CallActor {
  /// What the worker is to do next about the call.
  enum Outcome {
    /// Nothing until something arrives or the deadline comes.
    case waiting(until: MediaTime)
    /// Audio is left over: this pass's share is used up.
    case more
    /// The voice-activity model must be asked about a window.
    case inDoubt
    case ended
  }

  /// Frames a call may have processed in one pass, so that one caller who sends in bursts delays nobody.
  private static let framesPerPass = 16
  /// How far the caller's audio may run ahead of the clock before it is skipped.
  private static let tolerance = MediaTime.seconds(Int64(2))
  private static let chargePeriod = MediaTime.seconds(Int64(1))
  /// How much caller speech is handed to the recogniser at a time.
  private static let feedLength = MediaTime.milliseconds(100)

  private nonisolated let census = CensusMember(.callActor)
  nonisolated let slot: Int
  nonisolated let info: CallInfo
  private nonisolated let worker: CallWorker
  private nonisolated let port: CallPort
  private let context: EngineContext
  /// Who hears and speaks for this call.
  private let voices: CallProviders
  private var machine: CallMachine
  private var inbound: InboundAudio
  private var outbound: OutboundAudio
  private var track: AgentTrack
  private var echo: EchoWatch
  var recording: CallRecordingFeed?
  var log: CallLogFeed?
  private var stream: (any RecogniserStream)?
  private var feed: [Int16] = []
  private var isFeeding = false
  private var replies: [Int: any ReplyHandle] = [:]
  private var clauses: [Int: any Cancellable] = [:]
  private var effects: [CallEffect] = []
  private var statistics = CallStatistics()
  private var meter: CallMeter
  private var startedAt = MediaTime.zero
  /// Up to where the line is charged, on the media clock.
  private var chargedUntil = MediaTime.zero
  /// As of the last event: frames that come only put the media timeout off, which may be looked at too early.
  private var deadline = MediaTime.distantFuture
  private var hasEnded = false
  private var load = LoadLevel.normal
  /// The voice-activity model has been asked about a window and has not answered yet.
  private(set) var isInDoubt = false
  private var stalledSince: MediaTime?

  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe worker.asUnownedSerialExecutor() }

  init(
    info: CallInfo, port: CallPort, worker: CallWorker, context: EngineContext
  ) throws {
    self.info = info
    slot = port.slot
    self.worker = worker
    self.port = port
    self.context = context
    voices = context.providers.of(call: "\(info.id)", rate: info.format.rate)
    meter = CallMeter(counters: context.counters, worker: worker.index)
    machine = CallMachine(settings: context.callSettings(of: info), agent: context.agent)
    inbound = try InboundAudio(
      format: info.format, byteOrder: context.options.l16ByteOrder,
      hasModel: context.options.voiceActivityModels != nil)
    outbound = try OutboundAudio(
      format: info.format, byteOrder: context.options.l16ByteOrder, keepsDigest: context.eventLogs != nil)
    track = AgentTrack(capacity: info.format.rate)
    echo = EchoWatch(sampleRate: info.format.rate)
    effects.reserveCapacity(16)
  }

  // MARK: Entered by the worker

  func begin(at now: MediaTime, load: LoadLevel) -> Outcome {
    startedAt = now
    self.load = load
    log = context.openEventLog(for: info)
    log?.step(.begin(load), at: now)
    if load > .normal { feedMachine(.loadChanged(load), at: now) }
    let port = port
    context.callStarted(info, port: port, progress: meter.progress)
    let ticket = CensusTicket(.recogniserStream)
    do throws(ProviderError) {
      stream = try voices.recogniser.openStream(sampleRate: info.format.rate) { [ticket] event in
        _ = ticket
        port.post(.recogniser(event))
      }
    } catch {
      feedMachine(.recogniser(.failed(error)), at: now)
    }
    recording = context.openRecording(for: info)
    feedMachine(.answered, at: now)
    return outcome()
  }

  func loadChanged(_ level: LoadLevel, at now: MediaTime) -> Outcome {
    guard !hasEnded else { return .ended }
    self.load = level
    log?.step(.load(level), at: now)
    feedMachine(.loadChanged(level), at: now)
    return outcome()
  }

  /// Processes what has come in.
  func drain(at now: MediaTime, _ scratch: inout CallScratch) -> Outcome {
    guard !hasEnded else { return .ended }
    // A call may be urgent and ready in one pass; a window must not be asked about twice.
    guard !isInDoubt else { return outcome() }
    log?.drain(at: now)
    context.counters.ringDepth.note(port.inbound.count)
    for _ in 0..<Self.framesPerPass {
      guard listen(at: now) else { return doubt() }
      guard receiveFrame(at: now, &scratch) else {
        takeEvents(at: now)
        return outcome()
      }
    }
    guard listen(at: now) else { return doubt() }
    takeEvents(at: now)
    return hasEnded ? .ended : (port.inbound.count > 0 ? .more : outcome())
  }

  private func doubt() -> Outcome {
    isInDoubt = true
    return .inDoubt
  }

  func deadlineReached(at now: MediaTime) -> Outcome {
    guard !hasEnded else { return .ended }
    log?.step(.deadline, at: now)
    // No events here: frames that came before them are taken first, when the call is drained.
    feedMachine(.deadline, at: now)
    return outcome()
  }

  func fillDoubt(into batch: inout DoubtBatch) { batch.add(inbound.line) }

  func settleDoubt(
    from batch: borrowing DoubtBatch, at position: Int, now: MediaTime, _ scratch: inout CallScratch
  ) -> Outcome {
    settleDoubt(answer: inbound.line.answer(position, from: batch), now: now, &scratch)
  }

  /// - Parameter answer: the model's; nil: the detector decides alone.
  func settleDoubt(answer: Float?, now: MediaTime, _ scratch: inout CallScratch) -> Outcome {
    isInDoubt = false
    log?.step(.settle(answer), at: now)
    if let event = inbound.line.settle(answer) { heard(event, at: now) }
    return drain(at: now, &scratch)
  }

  private func outcome() -> Outcome { hasEnded ? .ended : .waiting(until: deadline) }

  // MARK: Inbound

  /// Advances voice activity over what was received; false when the model must be asked.
  private func listen(at now: MediaTime) -> Bool {
    while true {
      switch inbound.line.step() {
      case .needMore: return true
      case .ask: return false
      case .decided(let event): if let event { heard(event, at: now) }
      }
    }
  }

  private func heard(_ event: VoiceActivityEvent, at now: MediaTime) {
    if let finding = echo.judge(event) { heard(finding, at: now) }
  }

  private func heard(_ finding: EchoWatch.Finding, at now: MediaTime) {
    guard case .caller(let event) = finding else {
      meter.heard(.ended)
      return feedMachine(.echo, at: now)
    }
    switch event {
    case .speechStarted(let sample):
      meter.heard(.started(at: .samples(sample, rate: 8_000)))
      feedMachine(.speechStarted(at: .samples(sample, rate: 8_000)), at: now)
    case .speechEnded(let sample):
      meter.heard(.ended)
      feedMachine(.speechEnded(at: .samples(sample, rate: 8_000)), at: now)
    }
  }

  private func receiveFrame(at now: MediaTime, _ scratch: inout CallScratch) -> Bool {
    scratch.ready.removeAll(keepingCapacity: true)
    let isTooFast = position - (now - startedAt) > Self.tolerance
    let received = port.inbound.pop { header, payload in
      log?.frame(header, payload)
      if isTooFast {
        statistics.framesTooFast += 1
      } else {
        statistics.framesReceived += 1
        inbound.receive(header, payload, at: now, &scratch)
      }
    }
    if !received, inbound.isWaiting {
      log?.touch()
      inbound.expire(at: now, &scratch)
    }
    if !scratch.ready.isEmpty { process(&scratch, at: now) }
    return received
  }

  /// Where the call's media clock stands.
  private var position: MediaTime { .samples(inbound.line.history.end, rate: info.format.rate) }

  /// One stretch of caller audio, in order and at the call's rate.
  private func process(_ scratch: inout CallScratch, at now: MediaTime) {
    machine.advanceMedia(to: position, at: now)
    let isPlaying = track.count > 0
    if isPlaying || echo.isFollowing || recording != nil {
      scratch.played.removeAll(keepingCapacity: true)
      track.take(scratch.ready.count, onto: &scratch.played)
      recording?.append(caller: scratch.ready.span, agent: scratch.played.span)
      echo.append(played: scratch.played.span, heard: scratch.ready.span, isPlaying: isPlaying)
      if let finding = echo.look() { heard(finding, at: now) }
    } else {
      echo.skip(scratch.ready.count)
    }
    if isFeeding {
      feed.append(scratch.ready.span)
      if feed.count >= Self.feedLength.samples(rate: info.format.rate) { passOnFeed() }
    }
  }

  private func passOnFeed() {
    guard !feed.isEmpty else { return }
    stream?.append(feed)
    feed.removeAll(keepingCapacity: true)
  }

  private func takeEvents(at now: MediaTime) {
    for event in port.takeEvents() {
      log?.taken(event)
      feedMachine(event, at: now)
    }
    if meter.isDue(at: now) { meter.publish(finalStatistics) }
    if position - chargedUntil >= Self.chargePeriod { chargeLine() }
    if port.outbound.isEmpty { stalledSince = nil }
    if let since = stalledSince, now - since > context.options.stallTimeout {
      log?.taken(.outboundStalled)
      feedMachine(.outboundStalled, at: now)
    }
  }

  // MARK: Carrying out

  private func feedMachine(_ event: CallEvent, at now: MediaTime) {
    guard !hasEnded else { return }
    var events = [event]
    var next = 0
    while next < events.count {
      effects.removeAll(keepingCapacity: true)
      machine.handle(events[next], at: now, into: &effects)
      log?.fed(events[next], effects, at: now, media: machine.mediaPosition)
      next += 1
      let due = effects
      effects = []
      for effect in due { carryOut(effect, at: now, followUps: &events) }
      effects = due
    }
    deadline = machine.nextDeadline
    meter.progress.update(from: machine)
  }

  private func carryOut(_ effect: CallEffect, at now: MediaTime, followUps: inout [CallEvent]) {
    switch effect {
    case .openUtterance(let number, let start):
      stream?.begin(utterance: number)
      isFeeding = true
      feed.removeAll(keepingCapacity: true)
      let first = (start - context.options.preRoll).samples(rate: info.format.rate)
      let end = inbound.line.history.end
      inbound.line.history.copy(max(0, first)..<max(0, first, end), onto: &feed)
      passOnFeed()
    case .flushUtterance(let flush):
      passOnFeed()
      stream?.flush(flush)
    case .closeUtterance:
      isFeeding = false
      feed.removeAll(keepingCapacity: true)
      stream?.end()
    case .startReply(let generation, let request): startReply(generation, request)
    case .cancelReply(let generation): replies.removeValue(forKey: generation)?.cancel()
    case .confirmReply(let generation): replies[generation]?.confirm()
    case .startSynthesis(let clause, let text): startSynthesis(clause, text, &followUps)
    case .cancelSynthesis(let clause): clauses.removeValue(forKey: clause)?.cancel()
    case .sendAudio(let count): sendAudio(count, at: now)
    case .sendMark(let epoch, let clause): send(.mark(epoch: epoch, clause: clause), at: now)
    case .sendClear:
      meter.cleared(at: machine.mediaPosition)
      track.clear()
      send(.clear, at: now)
    case .sendFade(let count): sendFade(count, at: now)
    case .record(let record):
      if case .ended = record.body { settle() }
      context.record(record, of: info, statistics: finalStatistics)
    case .observe(let observation):
      context.observe(info.id, observation, at: now, isWatched: !load.shedsDiagnostics)
    case .shed(let work): context.counters.shed.count(work)
    case .transfer(let target): context.transfer(info, to: target)
    case .end(let reason): end(reason)
    }
  }

  private func startReply(_ generation: Int, _ request: ReplyRequest) {
    let port = port
    let ticket = CensusTicket(.reply)
    let reply = context.providers.languageModel.reply(to: request) { [ticket] event in
      _ = ticket
      port.post(.reply(generation: generation, event))
    }
    replies[generation] = reply
    // A finished reply's handle is of no more use; a few are kept so that no bookkeeping is needed at the end.
    if replies.count > 4 { replies = replies.filter { $0.key > generation - 3 } }
  }

  private func startSynthesis(_ clause: Int, _ text: String, _ followUps: inout [CallEvent]) {
    let spoken = context.spoken(text)
    if let line = context.cachedLine(spoken, of: info, voice: voices) {
      log?.line(spoken, line)
      followUps.append(.synthesis(clause: clause, .audio(line)))
      followUps.append(.synthesis(clause: clause, .finished))
      return
    }
    let port = port
    let work = context.synthesise(
      spoken, rate: info.format.rate, by: voices.synthesiser
    ) { event in
      port.post(.synthesis(clause: clause, event))
    }
    guard let work else { return }
    clauses[clause] = work
    if clauses.count > 4 { clauses = clauses.filter { $0.key > clause - 3 } }
  }

  // MARK: Outbound

  private func sendAudio(_ count: Int, at now: MediaTime) {
    let count = min(count, outbound.samples.count)
    outbound.load(count, from: &machine)
    track.append(outbound.samples.span.extracting(first: count))
    statistics.messagesSent += 1
    meter.sent(
      until: machine.playout.sentUntil, length: .samples(count, rate: info.format.rate), at: now)
    noteRoom(outbound.sendAudio(count, through: port.outbound), at: now)
    log?.sent(digest: outbound.digest.short)
  }

  /// What lets the voice down that a clear broke off.
  private func sendFade(_ count: Int, at now: MediaTime) {
    let count = min(count, outbound.samples.count)
    outbound.loadFade(count, from: &machine)
    track.append(outbound.samples.span.extracting(first: count))
    noteRoom(outbound.sendAudio(count, through: port.outbound), at: now)
    log?.sent(digest: outbound.digest.short)
  }

  private func send(_ command: OutboundAudio.Command, at now: MediaTime) {
    noteRoom(outbound.send(command, through: port.outbound), at: now)
  }

  private func noteRoom(_ fitted: Bool, at now: MediaTime) {
    if fitted { stalledSince = nil } else if stalledSince == nil { stalledSince = now }
    port.markDue()
    port.wakeLoop()
  }

  // MARK: End

  private var finalStatistics: CallStatistics {
    var all = statistics
    inbound.add(to: &all)
    all.framesRefused = port.inbound.refused
    all.badMessages = port.badMessages.load(ordering: .relaxed)
    all.underruns = machine.playout.underruns
    all.echoes = echo.echoes
    all.staleSamples = machine.playout.staleSamples
    all.speculation = machine.speculation
    all.clockDriftPPM = machine.clockDriftPPM
    all.mediaDuration = position
    return all
  }

  private func chargeLine() {
    context.charge(.line(position - chargedUntil), to: info)
    chargedUntil = position
  }

  /// Nothing is asked of anybody any more: what was used is known.
  private func settle() {
    chargeLine()
    for reply in replies.values { reply.cancel() }
    for clause in clauses.values { clause.cancel() }
    replies.removeAll()
    clauses.removeAll()
    stream?.close()
    stream = nil
  }

  private func end(_ reason: EndReason) {
    hasEnded = true
    settle()
    recording?.finish()
    recording = nil
    log?.finish()
    log = nil
    meter.publish(finalStatistics)
    context.callEnded(info, reason: reason, statistics: finalStatistics)
    port.finish(dropping: reason == .slowReader)
    port.wakeLoop()
  }
}
