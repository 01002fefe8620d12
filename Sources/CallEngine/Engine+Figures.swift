internal import Audio
internal import CallCore
internal import EventLog
internal import Networking
public import PrometheusMetrics
internal import Synchronization

// Everything the engine counts, as metrics. Asked at a scrape; the threads that count know nothing of it.
extension Engine {
  public var figures: [MetricFamily] {
    callFigures + turnFigures + speculationFigures + frameFigures + threadFigures + socketFigures
      + upkeepFigures
  }

  private var callFigures: [MetricFamily] {
    let counted = counters.snapshot
    let phases = Dictionary(grouping: calls, by: \.phase).mapValues(\.count)
    let ended = counted.endReasons.sorted { $0.key < $1.key }
    return [
      .gauge(
        "starling_calls", "Calls that run, by what they are doing.",
        CallPhase.allCases.map { MetricSample(phases[$0] ?? 0, labels: ["state": $0.rawValue]) }),
      .gauge("starling_calls_live", "Places taken: from a call's start to its last record.", gate.liveCalls),
      .gauge("starling_calls_max", "Places there are (--max-calls).", gate.maxCalls),
      .counter("starling_calls_started", "Calls begun.", counted.callsStarted),
      .counter(
        "starling_calls_ended", "Calls ended, by reason.",
        ended.map { MetricSample($0.value, labels: ["reason": $0.key]) }),
      .counter(
        "starling_calls_refused", "Calls not taken, by reason.",
        RefusalReason.allCases.map { MetricSample(refused($0, counted), labels: ["reason": $0.word]) }),
      .counter(
        "starling_shed", "Work left undone under load, by kind.",
        [
          MetricSample(counters.shed.speculation.load(ordering: .relaxed), labels: ["kind": "speculation"]),
          MetricSample(counters.shed.partials.load(ordering: .relaxed), labels: ["kind": "partials"]),
          MetricSample(counters.shed.diagnostics.load(ordering: .relaxed), labels: ["kind": "diagnostics"]),
          MetricSample(counters.shed.calls.load(ordering: .relaxed), labels: ["kind": "calls"]),
        ]),
    ]
  }

  /// Two of the reasons are counted where the socket is, not at the gate.
  private func refused(_ reason: RefusalReason, _ counted: EngineCounters.Snapshot) -> Int {
    switch reason {
    case .unauthorised: gate.refusals[reason] + counted.unauthorised
    case .format: gate.refusals[reason] + counted.refusedFormats
    default: gate.refusals[reason]
    }
  }

  private var turnFigures: [MetricFamily] {
    let stages = [
      ("endpointing", counters.endpointing), ("recognition", counters.recognition),
      ("reply", counters.reply), ("synthesis", counters.synthesis),
    ]
    return [
      .counter("starling_turns", "Caller turns answered.", counters.snapshot.turns),
      .histogram(
        "starling_turn_stage_seconds", "Where the time of a turn went; stages may overlap.",
        stages.map { MetricSample($0.1.snapshot, labels: ["stage": $0.0]) }),
      .histogram(
        "starling_voice_to_voice_seconds", "End of the caller's speech to the first agent audio sent.",
        counters.voiceToVoice.snapshot),
      .histogram(
        "starling_barge_in_reaction_seconds",
        "Caller audio from the first speech over the agent to the agent's silencing.",
        counters.bargeInReaction.snapshot),
      .histogram(
        "starling_send_lead_seconds", "How far ahead of the caller's ear a message of agent audio left.",
        counters.sendLead.snapshot),
    ]
  }

  private var speculationFigures: [MetricFamily] {
    let counts = counters.frames.totals.speculation
    let settled = max(1, counts.started)
    return [
      .counter(
        "starling_speculation_started", "Replies begun before their turn was confirmed.", counts.started),
      .counter("starling_speculation_wasted", "Of these, thrown away.", counts.wasted),
      .counter(
        "starling_speculation_paused", "Replies not begun early, for too many had been thrown away.",
        counts.paused),
      .gauge(
        "starling_speculation_waste_ratio", "Thrown away of those begun, since the start.",
        [MetricSample(Double(counts.wasted) / Double(settled))]),
    ]
  }

  private var frameFigures: [MetricFamily] {
    let all = counters.frames.totals
    let counted = counters.snapshot
    return [
      .gauge(
        "starling_inbound_ring_frames_max", "Most frames that waited for a call since the last scrape.",
        counters.ringDepth.take()),
      .counter("starling_frames_received", "Caller frames taken.", all.framesReceived),
      .counter("starling_frames_refused", "Caller frames that found the ring full.", all.framesRefused),
      .counter("starling_frames_too_fast", "Caller frames beyond real time, skipped.", all.framesTooFast),
      .counter("starling_frames_lost", "Caller frames given up.", all.framesLost),
      .counter("starling_frames_late", "Caller frames that came after they were given up.", all.framesLate),
      .counter("starling_frames_concealed", "Caller frames made up for lost ones.", all.framesConcealed),
      .counter("starling_frames_reordered", "Caller frames put in order.", all.framesReordered),
      .counter("starling_frames_duplicate", "Caller frames that came twice.", all.framesDuplicate),
      .counter("starling_frames_bad", "Caller frames that are not of their codec.", all.badPayloads),
      .counter("starling_bad_messages", "Messages that could not be understood.", counted.badMessages),
      .counter("starling_media_before_start", "Media messages of no call.", counted.mediaBeforeStart),
      .counter("starling_carrier_errors", "Errors that the carrier reported.", counted.carrierErrors),
      .counter(
        "starling_caller_audio_seconds", "Caller audio received.",
        [MetricSample(all.mediaDuration.seconds)]),
      .counter("starling_agent_messages_sent", "Messages of agent audio sent.", all.messagesSent),
      .counter("starling_underruns", "Times speech ran out within an utterance.", all.underruns),
      .counter("starling_echoes", "Sounds known as the agent's own voice coming back.", all.echoes),
      .counter(
        "starling_stale_samples", "Samples of withdrawn replies, silenced at the encoder.", all.staleSamples),
    ]
  }

  private var threadFigures: [MetricFamily] {
    [
      .histogram(
        "starling_tick_lateness_seconds", "How late a worker or loop woke for what was due.",
        threads.map { MetricSample($0.lateness.snapshot, labels: ["thread": $0.name]) }),
      .counter(
        "starling_thread_turns", "Turns of a worker or loop.",
        threads.map { MetricSample(Double($0.turnCount), labels: ["thread": $0.name]) }),
    ]
  }

  private var socketFigures: [MetricFamily] {
    let sockets = socketStatistics
    return [
      .gauge("starling_sockets_open", "WebSockets open.", sockets.reduce(0) { $0 + $1.openConnections }),
      .gauge(
        "starling_sockets_handshaking", "Sockets that have not upgraded yet.",
        sockets.reduce(0) { $0 + $1.handshakes }),
      .counter("starling_sockets_accepted", "Sockets accepted.", sockets.reduce(0) { $0 + $1.accepted }),
      .counter(
        "starling_sockets_refused", "Upgrades answered with an HTTP error.",
        sockets.reduce(0) { $0 + $1.refused }),
      .counter(
        "starling_sockets_silent", "Sockets closed because no start came.", counters.snapshot.silentSockets),
      .counter(
        "starling_messages_received", "WebSocket messages read.",
        sockets.reduce(0) { $0 + $1.messagesReceived }),
      .counter(
        "starling_messages_sent", "WebSocket messages written.", sockets.reduce(0) { $0 + $1.messagesSent }),
      .counter(
        "starling_blocked_writes", "Writes for which a socket had no room.",
        sockets.reduce(0) { $0 + $1.blockedWrites }),
    ]
  }

  private var upkeepFigures: [MetricFamily] {
    let cache = speechCache.statistics
    return [
      .counter("starling_speech_cache_hits", "Lines found in the speech cache.", cache.hits),
      .counter("starling_speech_cache_misses", "Lines not found in the speech cache.", cache.misses),
      .gauge(
        "starling_speech_cache_hit_ratio", "Look-ups that found their line, of all since the start.",
        Double(cache.hits) / Double(max(1, cache.hits + cache.misses))),
      .gauge("starling_speech_cache_lines", "Lines in the speech cache.", cache.lines),
      .gauge(
        "starling_live_objects", "Objects made for calls and sockets that live, by type.",
        LiveObject.allCases.map { MetricSample(Census.count(of: $0), labels: ["type": $0.typeName]) }),
    ] + eventLogFigures
  }

  private var eventLogFigures: [MetricFamily] {
    guard let logs = eventLogStatistics else { return [] }
    return [
      .counter("starling_event_logs", "Event logs begun.", logs.opened),
      .counter(
        "starling_event_logs_truncated", "Event logs that end before their call, since memory was short.",
        logs.truncated),
      .counter("starling_event_logs_failed", "Event logs that could not be written.", logs.failed),
      .counter("starling_event_log_bytes", "Bytes of event logs written.", logs.bytes),
    ]
  }
}
