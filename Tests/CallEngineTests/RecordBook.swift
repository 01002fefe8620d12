import CallCore
import CallEngine

/// Keeps every record, in the order it came.
final class RecordBook: CallRecordSink {
  enum Entry: Sendable {
    case started(CallInfo)
    case record(CallRecord, CallInfo, CallStatistics)
  }

  let log = EventLog<Entry>()

  func callStarted(_ call: CallInfo, recording: String?) { log.append(.started(call)) }

  func record(_ record: CallRecord, of call: CallInfo, statistics: CallStatistics) {
    log.append(.record(record, call, statistics))
  }

  /// A call's end, with its final statistics.
  struct Ending: Sendable {
    let reason: EndReason
    let call: CallInfo
    let statistics: CallStatistics
  }

  var endings: [Ending] { Self.endings(log.events) }
  /// In the order in which they began.
  var calls: [CallInfo] {
    log.events.compactMap { if case .started(let call) = $0 { call } else { nil } }
  }
  var starts: Int { log.events.count { if case .started = $0 { true } else { false } } }

  /// How often a newer stream has taken a call over.
  static func replacements(_ entries: [Entry]) -> Int {
    entries.count { entry in
      if case .record(let record, _, _) = entry, case .event("stream_replaced", _) = record.body {
        true
      } else {
        false
      }
    }
  }

  static func endings(_ entries: [Entry]) -> [Ending] {
    entries.compactMap { entry in
      guard case .record(let record, let call, let statistics) = entry, case .ended(let reason) = record.body
      else { return nil }
      return Ending(reason: reason, call: call, statistics: statistics)
    }
  }

  func waitForStarts(_ count: Int) async -> Bool {
    await log.wait { entries in entries.count { if case .started = $0 { true } else { false } } >= count }
  }

  func waitForEndings(_ count: Int) async -> Bool { await log.wait { Self.endings($0).count >= count } }

  func waitForCallerTurns(_ count: Int) async -> Bool {
    await log.wait { entries in
      entries.count {
        if case .record(let record, _, _) = $0, case .callerTurn = record.body { true } else { false }
      } >= count
    }
  }

  func waits(for kind: String) async -> Bool {
    await log.wait { entries in
      entries.contains {
        if case .record(let record, _, _) = $0, case .event(kind, _) = record.body { true } else { false }
      }
    }
  }

  /// Of a call's events those of this kind and its like: `budget` for `budget_spent`.
  func events(_ kind: String, of call: CallInfo) -> [String] {
    bodies(of: call).compactMap { record in
      if case .event(let word, _) = record.body, word.hasPrefix(kind) { word } else { nil }
    }
  }

  func bodies(of call: CallInfo) -> [CallRecord] {
    log.events.compactMap {
      if case .record(let record, let info, _) = $0, info.id == call.id { record } else { nil }
    }
  }
}
