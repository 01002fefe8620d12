import Audio
import CallCore
import CallEngine
import Conversation
import Foundation
import Journal
import Privacy
import Projection
import Providers
import Records
import Redaction

/// Turns what calls report into the store's records and appends them to the journal: never waits. What the agent's file
/// wants redacted is taken out here, before anything is stored.
struct StoreSink: CallRecordSink {
  let journal: Journal
  let agent: AgentEdition
  let redactor: RecordRedactor
  /// Nil: nothing is sealed.
  let sealer: CallSealer?
  /// Nil: what providers charge is not counted.
  var costs: CostBook?

  func callStarted(_ call: CallInfo, recording: String?) {
    sealer?.callStarted(call.id, number: call.from)
    let started = Int64(call.startedAt * 1_000)
    let summary = CallSummary(
      id: call.id, direction: .inbound, agent: agent.name, from: call.from, to: call.to,
      carrierCallID: call.callControlID, carrierSessionID: call.callSessionID, streamID: call.streamID,
      codec: call.format.inbound.rawValue, startedMs: started, answeredMs: started, recordingPath: recording,
      agentVersion: agent.version)
    let contact =
      call.from.isEmpty
      ? [] : [StoreRecord.contact(ContactRecord(call: call.id, number: call.from, seenMs: started))]
    append([.call(summary)] + contact + agent.record(of: summary), of: call, sequence: 0, at: .zero)
  }

  func record(_ record: CallRecord, of call: CallInfo, statistics: CallStatistics) {
    append(contents(of: record, call, statistics), of: call, sequence: record.sequence, at: record.at)
    guard case .ended = record.body, let ended = sealer?.callEnded(call.id), !ended.isEmpty else { return }
    journal.whenDurable { [sealer] _ in sealer?.forget(ended) }
  }

  /// What finds no room is counted and told by the journal.
  private func append(_ contents: [StoreRecord], of call: CallInfo, sequence: Int, at time: MediaTime) {
    _ = journal.append(
      CallJournal.record(
        contents, of: call.id, sequence: UInt32(clamping: sequence),
        wallClockMs: Self.wallClock(time, of: call)))
  }

  private func contents(
    of record: CallRecord, _ call: CallInfo, _ statistics: CallStatistics
  ) -> [StoreRecord] {
    switch record.body {
    case .callerTurn(let text, let start, let end):
      [
        .turn(
          TurnRecord(
            call: call.id, sequence: record.sequence, speaker: .caller, text: redactor.text(text),
            start: start, end: end))
      ]
    case .agentTurn(let text, let heard, let wasCut, let start, let end):
      [
        .turn(
          TurnRecord(
            call: call.id, sequence: record.sequence, speaker: .agent, text: redactor.text(text),
            heardText: redactor.text(heard), wasCut: wasCut, start: start, end: end))
      ]
    case .timing(let timing): [.timing(Self.stored(timing, of: call.id))]
    case .event(let kind, let detail):
      [event(record, of: call, kind, redactor.detail(detail, ofEvent: kind))]
    case .flow(let flow): conclusions(of: flow, record, call)
    case .ended(let reason):
      [
        event(record, of: call, "ended", Self.json(statistics)),
        .call(
          CallSummary(id: call.id, endedMs: Self.wallClock(record.at, of: call), endReason: reason.word)),
      ] + usage(record, call, statistics)
    }
  }

  private func usage(_ record: CallRecord, _ call: CallInfo, _ statistics: CallStatistics) -> [StoreRecord] {
    var uses = costs?.uses(of: "\(call.id)") ?? []
    let line = uses.first { $0.provider == "carrier" }?.dollars
    uses.removeAll { $0.provider == "carrier" }
    uses.insert(
      CostUse(
        provider: "carrier", unit: "media_seconds", quantity: statistics.mediaDuration.seconds,
        // A line that costs nothing is one whose price nobody gave.
        dollars: line == 0 ? nil : line), at: 0)
    return uses.map { use in
      .usage(
        UsageRecord(
          call: call.id, sequence: record.sequence, at: record.at, provider: use.provider, unit: use.unit,
          quantity: use.quantity, costMicros: use.dollars.map { Int64(($0 * 1e6).rounded()) }))
    }
  }

  /// What a call came to so far. Who asks never to be called again takes back their consent.
  private func conclusions(of flow: FlowState, _ record: CallRecord, _ call: CallInfo) -> [StoreRecord] {
    let slots = json(flow.slots)
    guard let outcome = flow.outcome else { return [.call(CallSummary(id: call.id, slotsJSON: slots))] }
    var records: [StoreRecord] = [
      .outcome(
        OutcomeRecord(
          call: call.id, sequence: record.sequence, at: record.at, outcome: outcome.rawValue,
          slotsJSON: slots))
    ]
    if outcome == .doNotCall, !call.from.isEmpty {
      records.append(
        .consent(
          ConsentRecord(
            call: call.id, sequence: record.sequence, at: record.at, subject: call.from, purpose: "calls",
            isGranted: false, evidence: outcome.rawValue)))
    }
    return records
  }

  private func event(_ record: CallRecord, of call: CallInfo, _ kind: String, _ detail: String) -> StoreRecord
  {
    .event(
      CallEventRecord(call: call.id, sequence: record.sequence, at: record.at, kind: kind, detail: detail))
  }

  private static func wallClock(_ time: MediaTime, of call: CallInfo) -> Int64 {
    Int64((call.startedAt + time.seconds) * 1_000)
  }

  private static func stored(_ timing: TurnTiming, of call: CallID) -> TurnTimingRecord {
    TurnTimingRecord(
      call: call, turn: timing.turn, endpointing: timing.endpointing, recognition: timing.recognition,
      reply: timing.reply, synthesis: timing.synthesis, voiceToVoice: timing.voiceToVoice,
      wasSpeculative: timing.wasSpeculative)
  }

  /// Slots by name: what was said, and what it was taken to mean.
  private func json(_ slots: [SlotValue]) -> String {
    var fields: [String: [String: String]] = [:]
    for slot in slots {
      fields[slot.slot] = ["raw": redactor.text(slot.raw), "value": redactor.text(slot.value.spoken)]
    }
    return Self.encoded(fields)
  }

  private static func json(_ statistics: CallStatistics) -> String {
    encoded([
      "frames_received": statistics.framesReceived, "frames_refused": statistics.framesRefused,
      "frames_too_fast": statistics.framesTooFast, "frames_lost": statistics.framesLost,
      "frames_late": statistics.framesLate, "frames_concealed": statistics.framesConcealed,
      "frames_reordered": statistics.framesReordered, "frames_duplicate": statistics.framesDuplicate,
      "bad_payloads": statistics.badPayloads, "bad_messages": statistics.badMessages,
      "messages_sent": statistics.messagesSent, "underruns": statistics.underruns,
      "clock_drift_ppm": statistics.clockDriftPPM, "speculation_started": statistics.speculation.started,
      "speculation_wasted": statistics.speculation.wasted,
    ])
  }

  private static func encoded(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(value) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }
}
