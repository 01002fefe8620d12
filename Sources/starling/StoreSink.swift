import Audio
import CallCore
import CallEngine
import Conversation
import Foundation
import Storage

/// Turns what calls report into the store's records.
struct StoreSink: CallRecordSink {
  let writer: StoreWriter
  let agent: String

  func callStarted(_ call: CallInfo, recording: String?) {
    let started = Int64(call.startedAt * 1_000)
    writer.submit(
      .call(
        CallSummary(
          id: call.id, direction: .inbound, agent: agent, from: call.from, to: call.to,
          carrierCallID: call.callControlID, carrierSessionID: call.callSessionID, streamID: call.streamID,
          codec: call.format.inbound.rawValue, startedMs: started, answeredMs: started,
          recordingPath: recording)))
  }

  func record(_ record: CallRecord, of call: CallInfo, statistics: CallStatistics) {
    switch record.body {
    case .callerTurn(let text, let start, let end):
      writer.submit(
        .turn(
          TurnRecord(
            call: call.id, sequence: record.sequence, speaker: .caller, text: text, start: start, end: end)))
    case .agentTurn(let text, let heard, let wasCut, let start, let end):
      writer.submit(
        .turn(
          TurnRecord(
            call: call.id, sequence: record.sequence, speaker: .agent, text: text, heardText: heard,
            wasCut: wasCut, start: start, end: end)))
    case .timing(let timing): writer.submit(.timing(Self.stored(timing, of: call.id)))
    case .event(let kind, let detail): event(record, of: call, kind, detail)
    case .flow(let flow):
      writer.submit(
        .call(CallSummary(id: call.id, outcome: flow.outcome?.rawValue, slotsJSON: Self.json(flow.slots))))
    case .ended(let reason):
      event(record, of: call, "ended", Self.json(statistics))
      writer.submit(
        .call(
          CallSummary(
            id: call.id, endedMs: Int64((call.startedAt + record.at.seconds) * 1_000), endReason: reason.word)
        ))
    }
  }

  private func event(_ record: CallRecord, of call: CallInfo, _ kind: String, _ detail: String) {
    writer.submit(
      .event(
        CallEventRecord(call: call.id, sequence: record.sequence, at: record.at, kind: kind, detail: detail)))
  }

  private static func stored(_ timing: TurnTiming, of call: CallID) -> TurnTimingRecord {
    TurnTimingRecord(
      call: call, turn: timing.turn, endpointing: timing.endpointing, recognition: timing.recognition,
      reply: timing.reply, synthesis: timing.synthesis, voiceToVoice: timing.voiceToVoice,
      wasSpeculative: timing.wasSpeculative)
  }

  /// Slots by name: what was said, and what it was taken to mean.
  private static func json(_ slots: [SlotValue]) -> String {
    var fields: [String: [String: String]] = [:]
    for slot in slots { fields[slot.slot] = ["raw": slot.raw, "value": slot.value.spoken] }
    return encoded(fields)
  }

  private static func json(_ statistics: CallStatistics) -> String {
    encoded([
      "frames_received": statistics.framesReceived, "frames_refused": statistics.framesRefused,
      "frames_too_fast": statistics.framesTooFast, "frames_lost": statistics.framesLost,
      "frames_reordered": statistics.framesReordered, "frames_duplicate": statistics.framesDuplicate,
      "bad_payloads": statistics.badPayloads, "bad_messages": statistics.badMessages,
      "messages_sent": statistics.messagesSent, "underruns": statistics.underruns,
    ])
  }

  private static func encoded(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(value) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }
}
