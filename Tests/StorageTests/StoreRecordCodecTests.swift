import Audio
import Foundation
import Storage
import Testing

@Suite("Record codec")
struct StoreRecordCodecTests {
  private let call = Records.id(1)

  @Test("any record comes back as it was, alone or with others", arguments: 1...20 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let records = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        RandomRecords.record(of: call, using: &random)
      }
      let bytes = StoreRecordCodec.encode(records)
      #expect(try StoreRecordCodec.decode(bytes, of: call) == records)
    }
  }

  @Test("it is compact: a turn costs twenty bytes beside its text")
  func compact() {
    let turn = Records.turn(1, 7, .agent, "Good day.", heard: "Good")
    #expect(StoreRecordCodec.encode([.turn(turn)]).count <= 13 + 24)
  }

  @Test("the encoding is what version 1 says it is")
  func goldenBytes() throws {
    let event = CallEventRecord(
      call: call, sequence: 3, at: MediaTime(nanoseconds: -2), kind: "ab", detail: "")
    let bytes: [UInt8] = [1, 1, 4, 6, 3, 3, 0x61, 0x62, 1]
    #expect(StoreRecordCodec.encode([.event(event)]) == bytes)
    #expect(try StoreRecordCodec.decode(bytes, of: call) == [.event(event)])
  }

  @Test("bytes cut anywhere are an error", arguments: 1...20 as ClosedRange<UInt64>)
  func truncation(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = StoreRecordCodec.encode([RandomRecords.record(of: call, using: &random)])
    for length in 0..<bytes.count {
      #expect(throws: StoreRecordCodecError.self) {
        try StoreRecordCodec.decode(Array(bytes[..<length]), of: call)
      }
    }
    #expect(throws: StoreRecordCodecError.trailing(byteCount: 1)) {
      try StoreRecordCodec.decode(bytes + [0], of: call)
    }
  }

  @Test(
    "changed and random bytes give records or an error, never a trap",
    arguments: 1...20 as ClosedRange<UInt64>)
  func fuzz(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      var bytes = StoreRecordCodec.encode([
        RandomRecords.record(of: call, using: &random), RandomRecords.record(of: call, using: &random),
      ])
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if let records = try? StoreRecordCodec.decode(bytes, of: call) {
        // What could be read can be written and read again.
        let again = StoreRecordCodec.encode(records)
        #expect((try? StoreRecordCodec.decode(again, of: call)) != nil)
      }
      let noise = (0..<Int.random(in: 0...80, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      _ = try? StoreRecordCodec.decode([1, 1] + noise, of: call)
    }
  }

  @Test("a later version and an unknown kind are named")
  func unknown() {
    #expect(throws: StoreRecordCodecError.unknownVersion(2)) {
      try StoreRecordCodec.decode([2, 0], of: call)
    }
    #expect(throws: StoreRecordCodecError.unknownKind(9)) {
      try StoreRecordCodec.decode([1, 1, 9], of: call)
    }
    #expect(throws: StoreRecordCodecError.truncated(offset: 0)) { try StoreRecordCodec.decode([], of: call) }
  }

  @Test("a length that is longer than there are bytes, or than any number, is an error")
  func lyingLengths() {
    let head: [UInt8] = [1, 1, 4, 6, 3]
    let most = [UInt8](repeating: 0xff, count: 9) + [1]
    #expect(throws: StoreRecordCodecError.truncated(offset: 5)) {
      try StoreRecordCodec.decode(head + most, of: call)
    }
    let tooLong = [UInt8](repeating: 0xff, count: 9) + [2]
    #expect(throws: StoreRecordCodecError.malformed(offset: 5)) {
      try StoreRecordCodec.decode(head + tooLong, of: call)
    }
  }

  @Test("a NUL is replaced, and bytes that are no UTF-8 are read as U+FFFD")
  func badText() throws {
    let event = Records.event(1, 1)
    var written = event
    written.detail = "a\0b\0"
    var expected = event
    expected.detail = "a\u{FFFD}b\u{FFFD}"
    #expect(try decoded(.event(written)) == .event(expected))
    let bytes: [UInt8] = [1, 1, 4, 6, 3, 3, 0xff, 0x61, 1]
    let records = try StoreRecordCodec.decode(bytes, of: call)
    guard case .event(let read) = records.first else {
      Issue.record("\(records)")
      return
    }
    #expect(read.kind == "\u{FFFD}a")
  }

  @Test("what was said may have a mebibyte; more is cut between characters, and names at 4 KiB")
  func longText() throws {
    let whole = String(repeating: "x", count: 1 << 20)
    let turn = Records.turn(1, 1, .agent, whole, heard: whole)
    #expect(try decoded(.turn(turn)) == .turn(turn))
    var long = Records.event(1, 1)
    long.detail = String(repeating: "é", count: 1 << 20)
    long.kind = "a" + String(repeating: "€", count: 2_000)
    guard case .event(let read) = try decoded(.event(long)) else {
      Issue.record("no event")
      return
    }
    #expect(read.detail == String(repeating: "é", count: 1 << 19))
    #expect(read.kind == "a" + String(repeating: "€", count: 1_365))
  }

  @Test("the most a record can hold fits into the journal")
  func mostBytes() {
    let long = String(repeating: "\0", count: 2 << 20)
    let call = CallSummary(
      id: call, tenant: long, agent: long, from: long, to: long, carrierCallID: long, carrierSessionID: long,
      streamID: long, codec: long, endReason: long, outcome: long, slotsJSON: long, recordingPath: long)
    var event = Records.event(1, 1)
    event.detail = long
    #expect(StoreRecordCodec.encode([.call(call), .event(event)]).count < 4 << 20)
  }

  private func decoded(_ record: StoreRecord) throws -> StoreRecord? {
    try StoreRecordCodec.decode(StoreRecordCodec.encode([record]), of: call).first
  }
}

/// Records with anything in their fields.
private enum RandomRecords {
  static func record(of call: CallID, using random: inout SeededGenerator) -> StoreRecord {
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      .call(
        CallSummary(
          id: call, tenant: optionalText(&random),
          direction: [nil, .inbound, .outbound].randomElement(using: &random) ?? nil,
          agent: optionalText(&random), from: optionalText(&random), to: optionalText(&random),
          carrierCallID: optionalText(&random), carrierSessionID: optionalText(&random),
          streamID: optionalText(&random), codec: optionalText(&random), startedMs: optionalNumber(&random),
          answeredMs: optionalNumber(&random), endedMs: optionalNumber(&random),
          endReason: optionalText(&random), outcome: optionalText(&random), slotsJSON: optionalText(&random),
          recordingPath: optionalText(&random)))
    case 1:
      .turn(
        TurnRecord(
          call: call, sequence: Int(number(&random)), speaker: Bool.random(using: &random) ? .caller : .agent,
          text: text(&random), heardText: optionalText(&random), wasCut: Bool.random(using: &random),
          start: time(&random), end: time(&random),
          confidence: Bool.random(using: &random) ? nil : Double.random(in: 0...1, using: &random)))
    case 2:
      .timing(
        TurnTimingRecord(
          call: call, turn: Int(number(&random)), endpointing: time(&random), recognition: time(&random),
          reply: time(&random), synthesis: time(&random), voiceToVoice: time(&random),
          endpointReason: optionalText(&random), wasSpeculative: Bool.random(using: &random)))
    default:
      .event(
        CallEventRecord(
          call: call, sequence: Int(number(&random)), at: time(&random), kind: text(&random),
          detail: text(&random)))
    }
  }

  private static func text(_ random: inout SeededGenerator) -> String {
    let scalars = (0..<Int.random(in: 0...12, using: &random)).compactMap { _ in
      Unicode.Scalar(UInt32.random(in: 1...0x2_ffff, using: &random))
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static func optionalText(_ random: inout SeededGenerator) -> String? {
    Bool.random(using: &random) ? nil : text(&random)
  }

  private static func number(_ random: inout SeededGenerator) -> Int64 {
    let bits = Int64(bitPattern: random.next())
    return [.min, .max, 0, -1, bits, bits >> 40].randomElement(using: &random) ?? 0
  }

  private static func optionalNumber(_ random: inout SeededGenerator) -> Int64? {
    Bool.random(using: &random) ? nil : number(&random)
  }

  private static func time(_ random: inout SeededGenerator) -> MediaTime {
    MediaTime(nanoseconds: number(&random))
  }
}
