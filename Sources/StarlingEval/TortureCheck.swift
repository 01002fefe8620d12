import Audio
import Foundation
import Journal
import Projection
import Records

/// Compares a database with what the journal had noted as durable and with what callers know.
struct TortureCheck {
  /// Nanoseconds before the kill of which nothing is asked.
  let window: Int64
  /// What a caller's `start` may take to reach the engine: nothing shows it until the agent is heard.
  private static let delivery: Int64 = 1_000_000_000
  /// A caller who vanishes is gone for itself, and keeps its socket open for three seconds more.
  private static let vanishing: Int64 = 3_000_000_000
  private static let slack = 1_000

  /// What the journal holds durably behind `number`.
  static func durable(_ folder: String, after number: UInt64) throws -> [JournalEntry] {
    var reader = JournalReader(files: SystemJournalFiles(path: "\(folder)/journal"), after: number)
    var entries: [JournalEntry] = []
    while let entry = try reader.next() { entries.append(entry) }
    return entries
  }

  /// - Parameters:
  ///   - since: milliseconds since 1970 at which the run began.
  ///   - killedAt: nanoseconds of the monotonic clock.
  func compare(
    _ store: any RecordStore, durable: [JournalEntry], log: TortureLog, since: Int64, killedAt: Int64,
    into tally: inout TortureTally
  ) throws {
    for (call, entries) in Dictionary(grouping: durable, by: \.record.call) {
      try compare(store, call, entries, into: &tally)
    }
    var stored: [String: CallSummary] = [:]
    for call in try calls(store, since: since - Int64(Self.slack)) {
      if let id = call.carrierCallID, log.calls[id] != nil { stored[id] = call }
      tally.callsStored += 1
      if call.endReason == CallJournal.engineKilled { tally.callsKilled += 1 }
      if call.endedMs == nil || call.endReason == nil {
        tally.withoutEnd += 1
        tally.complaints.append("call \(call.id) has no end")
      }
      try compareSequences(store, call.id, into: &tally)
    }
    compare(log, stored, killedAt: killedAt, into: &tally)
  }

  private func calls(_ store: any RecordStore, since: Int64) throws -> [CallSummary] {
    var found: [CallSummary] = []
    while true {
      let page = try store.calls(CallQuery(fromMs: since, after: found.last?.id, limit: 1_000))
      found += page.calls
      if page.next == nil { return found }
    }
  }

  private func compare(
    _ store: any RecordStore, _ call: CallID, _ entries: [JournalEntry], into tally: inout TortureTally
  ) throws {
    let transcript = try store.transcript(of: call)
    let last = try store.progress(of: call)?.lastSequence ?? -1
    var previous: UInt32?
    for entry in entries {
      tally.recordsDurable += 1
      let record = entry.record
      if let previous, record.sequence != previous + 1 {
        tally.outOfOrder += 1
        tally.complaints.append("the journal has \(record.sequence) behind \(previous) of call \(call)")
      }
      previous = record.sequence
      let contents = try StoreRecordCodec.decode(record.payload, of: call)
      guard last >= Int(record.sequence), let transcript,
        contents.allSatisfy({ Self.holds(transcript, $0) })
      else {
        tally.recordsLost += 1
        tally.complaints.append("record \(record.sequence) of call \(call), number \(entry.number), is lost")
        continue
      }
    }
  }

  private static func holds(_ transcript: Transcript, _ record: StoreRecord) -> Bool {
    switch record {
    case .turn(let turn): transcript.turns.contains(turn)
    case .timing(let timing): transcript.timings.contains(timing)
    case .event(let event): transcript.events.contains(event)
    case .outcome(let outcome): transcript.call.outcome == outcome.outcome
    // Stored in the transaction of their record, which the call's count has or has not.
    case .usage, .consent, .contact, .agentVersion: true
    case .call(let call):
      (call.carrierCallID == nil || transcript.call.carrierCallID == call.carrierCallID)
        && (call.endReason == nil || transcript.call.endReason == call.endReason)
    }
  }

  /// From 0, the call's start, without a gap, none twice.
  private func compareSequences(
    _ store: any RecordStore, _ call: CallID, into tally: inout TortureTally
  ) throws {
    guard let progress = try store.progress(of: call) else {
      tally.outOfOrder += 1
      return tally.complaints.append("call \(call) is listed and not there")
    }
    let (records, last) = (progress.recordCount, Int(progress.lastSequence))
    if records > last + 1 {
      tally.repeated += records - last - 1
      tally.complaints.append("call \(call) has \(records) records up to sequence \(last)")
    } else if records < last + 1 {
      tally.outOfOrder += last + 1 - records
      tally.complaints.append("call \(call) has \(records) records up to sequence \(last)")
    }
  }

  private func compare(
    _ log: TortureLog, _ stored: [String: CallSummary], killedAt: Int64, into tally: inout TortureTally
  ) {
    tally.callsStarted += log.calls.count
    for (id, call) in log.calls {
      if stored[id] == nil {
        tally.oldestUnstored = max(tally.oldestUnstored, killedAt - call.started)
        tally.oldestUnstoredHeard = max(tally.oldestUnstoredHeard, killedAt - (call.heard ?? killedAt))
      }
      let isOwed =
        call.started <= killedAt - window - Self.delivery
        || call.heard.map { $0 <= killedAt - window } ?? false
      guard isOwed else { continue }
      tally.callsOwed += 1
      guard let summary = stored[id] else {
        tally.callsLost += 1
        tally.complaints.append("call \(id) of a caller is lost")
        continue
      }
      if let ended = call.ended, ended <= killedAt - window - Self.vanishing - Self.delivery,
        summary.endReason == CallJournal.engineKilled
      {
        tally.endsLost += 1
        tally.complaints.append("call \(id) ended \((killedAt - ended) / 1_000_000) ms before the kill")
      }
    }
  }
}
