import Audio
import Records

/// Records to test with.
enum Samples {
  static func id(_ number: Int) -> CallID {
    CallID(unixMilliseconds: 1_760_000_000_000 + UInt64(number), random: UInt64(number), 42)
  }

  static func call(_ number: Int) -> CallSummary {
    CallSummary(
      id: id(number), tenant: "acme", direction: .inbound, agent: "lead", from: "+4930123456",
      to: "+4930654321",
      carrierCallID: "v3:abc\(number)", carrierSessionID: "s", streamID: "m", codec: "PCMU",
      startedMs: 1_760_000_000_000, answeredMs: 1_760_000_000_100, endedMs: 1_760_000_060_000,
      endReason: "agent_ended", outcome: "qualified", slotsJSON: #"{"budget":5000,"name":"Ada"}"#,
      recordingPath: "recordings/\(number).wav")
  }

  static func turn(
    _ call: Int, _ sequence: Int, _ speaker: TurnRecord.Speaker = .caller, _ text: String = "hello",
    heard: String? = nil, wasCut: Bool = false, from start: Int64 = 1_000, to end: Int64 = 2_000
  ) -> TurnRecord {
    TurnRecord(
      call: id(call), sequence: sequence, speaker: speaker, text: text, heardText: heard, wasCut: wasCut,
      start: .milliseconds(start), end: .milliseconds(end))
  }

  static func timing(_ call: Int, _ turn: Int) -> TurnTimingRecord {
    TurnTimingRecord(
      call: id(call), turn: turn, endpointing: .microseconds(210_333), recognition: .milliseconds(80),
      reply: .milliseconds(40), synthesis: .milliseconds(120), voiceToVoice: .milliseconds(452),
      endpointReason: "silence", wasSpeculative: true)
  }

  static func event(_ call: Int, _ sequence: Int) -> CallEventRecord {
    CallEventRecord(
      call: id(call), sequence: sequence, at: .milliseconds(1_500), kind: "barge_in",
      detail: #"{"word":"wait"}"#)
  }
}
