internal import Audio
internal import CallCore
internal import Conversation
public import EventLog
internal import Providers
internal import SileroVAD
internal import Synchronization

/// Runs a recorded call again, in virtual time, through the very actor that ran it.
///
/// The log says when the worker turned to the call and what was there for it; the providers' words, the synthesised
/// samples and the voice model's answers come from it too. The call writes its log anew while it is replayed, and the
/// two must be the same, entry by entry: every event, every effect's digest and the digest of every payload sent.
public final class CallReplay {
  private let recorded: RecordedCall
  private let steps: [ReplayStep]
  private let context: EngineContext
  private let worker: CallWorker
  private let port: CallPort
  private let call: CallActor
  private let memory = StereoMemory()
  private let rewritten: RewrittenLog
  private var scratch = CallScratch()

  /// - Parameter watch: is shown everything in order, on the thread that runs the replay.
  public init(
    _ recorded: RecordedCall, watch: (@Sendable (ReplayMoment) -> Void)? = nil
  ) throws(ReplayError) {
    self.recorded = recorded
    let header = recorded.header
    steps = ReplayStep.steps(of: recorded.entries, dropsLast: recorded.ending != .complete)
    guard let first = steps.first, case .begin = first.step else { throw .empty }
    let format: CallFormat
    do throws(CallFormat.Refusal) {
      format = try CallFormat(
        inbound: header.inbound, announced: header.inboundRate, outbound: header.outbound,
        outboundRate: header.outboundRate)
    } catch {
      throw .impossible("\(error)")
    }
    guard format.rate == header.settings.sampleRate else {
      throw .impossible("\(header.settings.sampleRate) samples a second between these codecs")
    }
    let providers = ReplayProviders(
      sampleRate: format.rate, recogniserFailure: first.recogniserFailure)
    let began = first.at
    let rewritten = RewrittenLog()
    self.rewritten = rewritten
    let clock = EngineClock(wallClockAtZero: header.settings.wallClockAtZero)
    context = EngineContext(
      options: Self.options(header), agent: header.agent,
      providers: EngineProviders(
        recogniser: providers, languageModel: providers, synthesiser: providers, cachesSpeech: true),
      clock: clock, sink: nil, recordings: nil,
      eventLogs: CallLogSink(
        take: { rewritten.take($1) },
        watch: { event, effects, now, media in
          let moment = ReplayMoment(event: event, effects: effects, at: now - began, media: media)
          rewritten.note(moment)
          watch?(moment)
        }),
      memory: memory, observer: nil, log: .silent)
    do {
      let overload = OverloadGauge(workers: 1, loops: 1)
      worker = CallWorker(
        index: 0, capacity: 1, clock: clock, admission: overload, batch: try DoubtBatch(model: nil))
      port = CallPort(
        slot: 0, worker: worker, links: [LoopLink(index: 0, capacity: 1)], loop: 0, format: format)
      let info = CallInfo(
        id: header.call, callControlID: header.callControlID, callSessionID: header.callSessionID,
        streamID: header.streamID, from: header.from, to: header.to, format: format,
        startedAt: header.startedAt)
      call = try CallActor(info: info, port: port, worker: worker, context: context)
    } catch {
      throw .impossible("\(error)")
    }
  }

  private static func options(_ header: LogHeader) -> EngineOptions {
    var options = EngineOptions()
    options.calls = header.settings
    options.l16ByteOrder = header.byteOrder
    options.preRoll = header.preRoll
    options.voiceActivityModels = header.hasVoiceModel ? "" : nil
    return options
  }

  /// Runs it, once.
  public func run() -> ReplayResult {
    worker.occupy()
    var last = steps[0].at
    for step in steps {
      guard step.at >= last, perform(step) else { break }
      last = step.at
    }
    call.assumeIsolated { $0.breakOff() }
    return result()
  }

  /// False when the call cannot be in a state in which this could happen: it has diverged.
  private func perform(_ step: ReplayStep) -> Bool {
    for (header, payload) in step.frames {
      guard payload.count <= port.inbound.slotBytes else { return false }
      let pushed = port.inbound.push(header) { slot in
        for byte in payload { slot.append(byte) }
        return true
      }
      guard case .pushed = pushed else { return false }
    }
    for event in step.events { port.post(event) }
    context.cache.removeAll()
    for (text, samples) in step.lines {
      context.cache.insert(
        samples, for: .init(voice: ReplayProviders.voice, text: text, rate: port.format.rate))
    }
    var scratch = scratch
    let isPossible = call.assumeIsolated { $0.perform(step, &scratch) }
    self.scratch = scratch
    while port.outbound.withNext({ _, _ in true }) {}
    return isPossible
  }

  private func result() -> ReplayResult {
    let comparison = ReplayComparison(
      recorded: recorded.entries, replayed: rewritten.entries, moments: rewritten.moments,
      isWhole: recorded.ending == .complete)
    return ReplayResult(
      divergence: comparison.divergence, entries: comparison.compared, events: rewritten.moments.count,
      effects: rewritten.moments.reduce(0) { $0 + $1.effects.count },
      frames: steps.reduce(0) { $0 + $1.frames.count }, caller: memory.caller, agent: memory.agent,
      rate: port.format.rate)
  }
}
