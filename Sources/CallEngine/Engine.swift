internal import Audio
internal import CallCore
public import Conversation
public import EventLog
internal import Networking
internal import Recording
internal import SileroVAD
internal import Synchronization

/// The engine: sockets in, conversations out.
///
/// `start` opens the media port; `drain` lets running calls finish; `stop` ends what is left. One engine may live
/// once: it is not started again.
public final class Engine: Sendable {
  public let options: EngineOptions
  public let gate: AdmissionGate
  public let clock: EngineClock
  private let context: EngineContext
  private let workers: [CallWorker]
  private let loops: [MediaLoop<MediaServer>]
  private let links: [LoopLink]
  private let recordings: RecordingWriter?
  private let eventLogs: EventLogWriter?
  let liveness = LivenessProbe()

  /// - Parameters:
  ///   - sink: where records go; nil keeps none.
  public init(
    options: EngineOptions, agent: AgentDefinition, providers: EngineProviders,
    sink: (any CallRecordSink)? = nil,
    observer: (any EngineObserver)? = nil, log: EngineLog = .silent
  ) throws {
    self.options = options
    clock = EngineClock()
    let overload = OverloadGauge(workers: options.workerCount, loops: options.loopCount)
    gate = AdmissionGate(maxCalls: options.maxCalls, overload: overload, refusal: providers.refusal)
    recordings = options.recordings == nil ? nil : RecordingWriter()
    let log = log
    eventLogs = options.eventLogs.map { folder in
      EventLogWriter(folder: folder) { log(.error, "an event log is given up: \($0)") }
    }
    context = EngineContext(
      options: options, agent: agent, providers: providers, clock: clock, sink: sink,
      recordings: recordings, eventLogs: eventLogs.map { CallLogSink($0) }, observer: observer, log: log)
    // An ended call keeps its slot until its socket has closed: a few more slots than calls.
    let capacity = options.maxCalls + options.maxCalls / 8 + 8
    let model = try options.voiceActivityModels.map { directory in
      try SileroModel(libraryDirectory: "\(directory)/lib", modelFile: "\(directory)/silero/silero_vad.onnx")
    }
    let clock = clock
    workers = try (0..<options.workerCount).map {
      CallWorker(
        index: $0, capacity: capacity, clock: clock, admission: overload, batch: try DoubtBatch(model: model))
    }
    let directory = CallDirectory(capacity: capacity)
    let links = (0..<options.loopCount).map { LoopLink(index: $0, capacity: capacity) }
    self.links = links
    let context = context
    let gate = gate
    let workers = workers
    loops = links.indices.map {
      MediaLoop(
        options: options.loopOptions(index: $0),
        handler: MediaServer(
          context: context, gate: gate, workers: workers, directory: directory, links: links, index: $0,
          capacity: capacity))
    }
  }

  /// Opens the port. Returns the port that was bound.
  @discardableResult
  public func start() throws -> Int {
    _ = raiseDescriptorLimit(to: options.maxCalls * 3 + 2_048)
    for worker in workers { worker.start() }
    for (loop, link) in zip(loops, links) { link.setWaker(LoopWaker { loop.wake() }) }
    do {
      var port = options.port
      for loop in loops {
        try loop.start(port: port)
        port = loop.port
      }
      return port
    } catch {
      for loop in loops { loop.stop() }
      for worker in workers { worker.stop() }
      throw error
    }
  }

  /// Takes no new calls from here on; those that run go on.
  public func drain() { gate.drain() }

  /// Ends every call that is left, each with its records, and stops all threads.
  public func stop() {
    gate.drain()
    let limit = clock.now + .seconds(Int64(5))
    while gate.liveCalls > 0, clock.now < limit {
      // Again and again: a call that is just being set up is not known yet the first time.
      context.shutDownCalls()
      EngineThread.pause(milliseconds: 5)
    }
    for loop in loops { loop.stop() }
    for worker in workers { worker.stop() }
    // A call that began after the last look was ended by its worker, and no loop is left to give its place back.
    gate.everythingEnded()
    recordings?.shutdown()
    eventLogs?.shutdown()
  }

  public var liveCalls: [CallInfo] { context.liveCalls.map(\.info) }
  /// The calls that run and how they stand, oldest first.
  public var calls: [LiveCall] { context.liveCalls }
  public var counters: EngineCounters { context.counters }
  /// What was written of event logs; nil while none are kept.
  public var eventLogStatistics: EventLogStatistics? { eventLogs?.statistics }
  public var speechCache: SpeechCache { context.cache }
  /// Workers first, then loops.
  var threads: [ThreadGauge] { workers.map(\.gauge) + context.loopGauges }
  var socketStatistics: [MediaLoopStatistics] { loops.map(\.statistics) }

  func wakeThreads() {
    for worker in workers { worker.signal() }
    for link in links { link.wake() }
  }

  /// Speaks the agent's fixed lines, or those given, into the cache, in the background; `whenDone` gets their count.
  public func warmSpeech(
    of lines: [String]? = nil, whenDone: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    context.warmCache(lines, rate: 8_000, whenDone: whenDone)
  }
}
