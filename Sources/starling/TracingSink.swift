import Audio
import CallCore
import CallEngine
import Logging
import Synchronization
import Telemetry

/// Tells traces and the log what calls record, besides the sink that keeps it.
final class TracingSink: CallRecordSink {
  private let kept: any CallRecordSink
  private let tracer: CallTracer?
  private let describe: @Sendable (CallInfo) -> TracedCall
  /// Nil where nothing is logged.
  private let logger = ServerLog.logger
  /// Caller turns so far.
  private let turns = Mutex<[CallID: Int]>([:])

  init(
    _ kept: any CallRecordSink, tracer: CallTracer?, describe: @escaping @Sendable (CallInfo) -> TracedCall
  ) {
    self.kept = kept
    self.tracer = tracer
    self.describe = describe
  }

  func callStarted(_ call: CallInfo, recording: String?) {
    kept.callStarted(call, recording: recording)
    if let tracer, tracer.isTraced(call.id) { tracer.started(describe(call)) }
    logger?.debug("call started", metadata: ["call": "\(call.id)"])
  }

  func record(_ record: CallRecord, of call: CallInfo, statistics: CallStatistics) {
    kept.record(record, of: call, statistics: statistics)
    tracer?.record(record, of: call.id)
    if let logger { log(record, of: call.id, logger) }
  }

  /// No words of anybody's: a log is kept where nobody looks after it.
  private func log(_ record: CallRecord, of call: CallID, _ logger: Logger) {
    switch record.body {
    case .callerTurn: turns.withLock { $0[call, default: 0] += 1 }
    case .timing(let timing):
      logger.debug(
        "answered after \(timing.voiceToVoice)", metadata: ["call": "\(call)", "turn": "\(timing.turn)"])
    case .event(let kind, let detail) where kind.hasSuffix("_failed"):
      let turn = turns.withLock { $0[call] ?? 0 }
      logger.warning("\(kind): \(detail)", metadata: ["call": "\(call)", "turn": "\(turn)"])
    case .ended(let reason):
      let turn = turns.withLock { $0.removeValue(forKey: call) ?? 0 }
      logger.info("call ended: \(reason.word)", metadata: ["call": "\(call)", "turn": "\(turn)"])
    case .agentTurn, .event, .flow: break
    }
  }
}
