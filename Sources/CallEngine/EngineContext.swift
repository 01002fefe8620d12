internal import Audio
internal import CallCore
internal import Conversation
internal import EventLog
internal import Providers
internal import Recording
internal import Synchronization

/// What all calls of an engine share: the agent, the providers, the stores, the spectators.
final class EngineContext: Sendable {
  let options: EngineOptions
  let agent: AgentDefinition
  let providers: EngineProviders
  let clock: EngineClock
  let cache: SpeechCache
  let sink: (any CallRecordSink)?
  let recordings: RecordingWriter?
  let eventLogs: CallLogSink?
  /// Where a replay has its calls recorded.
  private let memory: StereoMemory?
  private let agentHash: String
  private let observer: (any EngineObserver)?
  private let lexicon: SpeechNormaliser
  let counters = EngineCounters()
  let log: EngineLog
  private let live = Mutex<[CallID: Entry]>([:])
  private let loops = Mutex<[ThreadGauge]>([])

  private struct Entry {
    let info: CallInfo
    let port: CallPort
    let progress: CallProgress
  }

  init(
    options: EngineOptions, agent: AgentDefinition, providers: EngineProviders, clock: EngineClock,
    sink: (any CallRecordSink)?, recordings: RecordingWriter?, eventLogs: CallLogSink? = nil,
    memory: StereoMemory? = nil, observer: (any EngineObserver)?, log: EngineLog
  ) {
    self.options = options
    self.agent = agent
    self.providers = providers
    self.clock = clock
    self.sink = sink
    self.log = log
    self.recordings = recordings
    self.eventLogs = eventLogs
    self.memory = memory
    agentHash = eventLogs == nil ? "" : LogHeader.hash(of: agent)
    self.observer = observer
    cache = SpeechCache()
    lexicon = SpeechNormaliser(lexicon: agent.lexicon)
  }

  // MARK: Set-up

  func callSettings(of info: CallInfo) -> CallSettings {
    var settings = options.calls
    settings.sampleRate = info.format.rate
    settings.call = "\(info.id)"
    settings.wallClockAtZero = clock.wallClockAtZero
    settings.fillerDelay = settings.fillerDelay ?? counters.usualReplyDelay
    return settings
  }

  // MARK: Speech

  /// The text as it is to be spoken.
  func spoken(_ text: String) -> String { lexicon.normalise(text) }

  func cachedLine(_ text: String, of call: CallInfo, voice: CallProviders) -> [Int16]? {
    guard providers.cachesSpeech else { return nil }
    let key = SpeechCache.Key(
      voice: voice.synthesiser.voiceIdentity, text: text, rate: call.format.rate)
    guard let line = cache.line(key) else { return nil }
    charge(.savedSpeech(characters: text.count, provider: voice.voiceName), to: call)
    return line
  }

  /// Starts the synthesis of a clause at a call's rate. Nil when it failed at once and `deliver` was told so.
  func synthesise(
    _ text: String, rate: Int, by synthesiser: any Synthesiser,
    deliver: @escaping @Sendable (SynthesisEvent) -> Void
  ) -> (any Cancellable)? {
    let key = SpeechCache.Key(voice: synthesiser.voiceIdentity, text: text, rate: rate)
    let cache = cache
    let keep: (@Sendable ([Int16]) -> Void)? =
      providers.cachesSpeech ? { @Sendable samples in cache.insert(samples, for: key) } : nil
    do {
      let speech = try ClauseSpeech(from: synthesiser.sampleRate, to: rate, keep: keep, deliver: deliver)
      return synthesiser.synthesise(text) { speech.receive($0) }
    } catch {
      deliver(.failed(.failed("resampling to \(rate) Hz: \(error)")))
      return nil
    }
  }

  /// Speaks every fixed line of the agent into the cache, one after another: what is said when providers fail by the
  /// voice that needs none of them, then everything by the agent's own.
  func warmCache(_ lines: [String]?, rate: Int, whenDone: @escaping @Sendable (Int) -> Void) {
    guard providers.cachesSpeech else { return whenDone(0) }
    let lines = (lines ?? agent.fixedPieces).map(spoken)
    let voice = providers.of(call: "", rate: rate).synthesiser
    guard let standIn = providers.standIn else {
      return warm(lines[...], rate: rate, by: voice, count: 0, whenDone)
    }
    let last = agent.lastResorts.map(spoken)
    speakAhead(last[...], rate: rate, as: voice.voiceIdentity, by: standIn) { [self] in
      let other = rate == 8_000 ? 16_000 : 8_000
      let identity = providers.of(call: "", rate: other).synthesiser.voiceIdentity
      speakAhead(last[...], rate: other, as: identity, by: standIn) { [self] in
        warm(lines[...], rate: rate, by: voice, count: 0, whenDone)
      }
    }
  }

  private func warm(
    _ lines: ArraySlice<String>, rate: Int, by voice: any Synthesiser, count: Int,
    _ whenDone: @escaping @Sendable (Int) -> Void
  ) {
    guard let line = lines.first else { return whenDone(count) }
    let rest = lines.dropFirst()
    let key = SpeechCache.Key(voice: voice.voiceIdentity, text: line, rate: rate)
    guard !cache.contains(key) else { return warm(rest, rate: rate, by: voice, count: count, whenDone) }
    _ = synthesise(line, rate: rate, by: voice) { [self] event in
      switch event {
      case .audio, .words, .substituted: break
      case .finished: warm(rest, rate: rate, by: voice, count: count + 1, whenDone)
      case .failed: warm(rest, rate: rate, by: voice, count: count, whenDone)
      }
    }
  }

  private func speakAhead(
    _ lines: ArraySlice<String>, rate: Int, as identity: String, by standIn: any Synthesiser,
    _ whenDone: @escaping @Sendable () -> Void
  ) {
    guard let line = lines.first else { return whenDone() }
    let key = SpeechCache.Key(voice: identity, text: line, rate: rate)
    let rest = lines.dropFirst()
    let cache = cache
    do {
      let speech = try ClauseSpeech(
        from: standIn.sampleRate, to: rate, keep: { cache.insert($0, for: key, isStandIn: true) },
        deliver: { [self] event in
          switch event {
          case .audio, .words, .substituted: break
          case .finished, .failed: speakAhead(rest, rate: rate, as: identity, by: standIn, whenDone)
          }
        })
      _ = standIn.synthesise(line) { speech.receive($0) }
    } catch {
      log(.error, "no lines are kept for when providers fail: resampling to \(rate) Hz: \(error)")
      whenDone()
    }
  }

  // MARK: Costs

  func charge(_ item: CostItem, to call: CallInfo) { providers.costs?.book.note(item, call: "\(call.id)") }

  // MARK: Records

  func callStarted(_ info: CallInfo, port: CallPort, progress: CallProgress) {
    live.withLock { $0[info.id] = Entry(info: info, port: port, progress: progress) }
    counters.callsStarted.add(1, ordering: .relaxed)
    if let costs = providers.costs {
      costs.book.open("\(info.id)", of: costs.key, budget: agent.limits.budgetUSD) { notice in
        port.post(.budget(isSpent: notice == .spent))
      }
    }
    sink?.callStarted(info, recording: recordingPath(of: info))
    observer?.callStarted(info.id, from: info.from, to: info.to, codec: info.format.inbound.rawValue)
  }

  func record(_ record: CallRecord, of info: CallInfo, statistics: CallStatistics) {
    sink?.record(record, of: info, statistics: statistics)
  }

  /// - Parameter isWatched: false: there is too much to do to show it to anyone.
  func observe(_ call: CallID, _ observation: CallObservation, at now: MediaTime, isWatched: Bool) {
    if case .timing(let timing) = observation { counters.record(timing) }
    guard let observer else { return }
    if isWatched { observer.observed(call, observation, at: now) } else { counters.shed.count(.diagnostic) }
  }

  /// Tells whoever can move calls; there is nobody yet who can.
  func transfer(_ info: CallInfo, to target: String) {
    log(.warning, "call \(info.id) asks to be handed over, and no carrier interface is configured")
  }

  func callEnded(_ info: CallInfo, reason: EndReason, statistics: CallStatistics) {
    live.withLock { _ = $0.removeValue(forKey: info.id) }
    providers.costs?.book.close("\(info.id)", at: clock.wallClockAtZero + clock.now.seconds)
    counters.callEnded(reason)
    observer?.callEnded(info.id, reason: reason, statistics: statistics)
  }

  // MARK: Live calls

  var liveCalls: [LiveCall] {
    live.withLock { Array($0.values) }.sorted { $0.info.id < $1.info.id }.map { call in
      LiveCall(
        info: call.info, phase: call.progress.phase, turns: call.progress.turns, worker: call.progress.worker)
    }
  }

  /// One for each loop, made as the loop's handler is.
  func addLoopGauge() -> ThreadGauge {
    loops.withLock { loops in
      let gauge = ThreadGauge(name: "MediaLoop-\(loops.count)")
      loops.append(gauge)
      return gauge
    }
  }

  var loopGauges: [ThreadGauge] { loops.withLock { $0 } }

  /// Processor time of all media loops.
  var loopTime: MediaTime { loops.withLock { $0.reduce(.zero) { $0 + $1.processorTime } } }

  /// Ends every call, each with its records.
  func shutDownCalls() {
    for call in live.withLock({ Array($0.values) }) { call.port.post(.shutdown) }
  }

  func makeCallID() -> CallID {
    let now = (clock.wallClockAtZero + clock.now.seconds) * 1_000
    return CallID(
      unixMilliseconds: UInt64(max(0, now)), random: .random(in: 0 ... .max), .random(in: 0 ... .max))
  }

  // MARK: Recordings

  func recordingPath(of info: CallInfo) -> String? {
    let suffix = options.recordingSeal == nil ? "" : RecordingSeal.suffix
    return options.recordings.map { "\($0)/\(info.id).wav\(suffix)" }
  }

  var recordsCalls: Bool { options.recordsCalls || memory != nil }

  func openRecording(for info: CallInfo) -> CallRecordingFeed? {
    if let memory { return CallRecordingFeed(memory: memory, rate: info.format.rate) }
    guard let recordings, let path = recordingPath(of: info) else { return nil }
    return CallRecordingFeed(
      writer: recordings, path: path, rate: info.format.rate, seal: options.recordingSeal?(info.id))
  }

  // MARK: Event logs

  func openEventLog(for info: CallInfo) -> CallLogFeed? {
    guard let eventLogs else { return nil }
    let header = LogHeader(
      call: info.id, callControlID: info.callControlID, callSessionID: info.callSessionID,
      streamID: info.streamID, from: info.from, to: info.to, startedAt: info.startedAt,
      inbound: info.format.inbound, inboundRate: info.format.inboundRate, outbound: info.format.outbound,
      outboundRate: info.format.outboundRate, byteOrder: options.l16ByteOrder,
      hasVoiceModel: options.voiceActivityModels != nil, preRoll: options.preRoll,
      settings: callSettings(of: info), agent: agent, agentHash: agentHash)
    return CallLogFeed(header, sink: eventLogs)
  }
}
