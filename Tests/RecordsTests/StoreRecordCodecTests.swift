import Audio
import Records
import Testing

@Suite("Record codec")
struct StoreRecordCodecTests {
  private let call = Samples.id(1)

  @Test("any record comes back as it was, alone or with others", arguments: 1...20 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var source = RandomRecords(of: call, seed: seed)
    for _ in 0..<100 {
      let records = (0..<Int.random(in: 0...4, using: &random)).map { _ in source.next() }
      let bytes = StoreRecordCodec.encode(records)
      #expect(try StoreRecordCodec.decode(bytes, of: call) == records)
    }
  }

  @Test("it is compact: a turn costs two dozen bytes beside its text")
  func compact() {
    let turn = Samples.turn(1, 7, .agent, "Good day.", heard: "Good")
    #expect(StoreRecordCodec.encode([.turn(turn)]).count <= 13 + 26)
  }

  @Test("the encoding is what version 2 says it is")
  func goldenBytes() throws {
    let event = CallEventRecord(
      call: call, sequence: 3, at: MediaTime(nanoseconds: -2), kind: "ab", detail: "")
    let bytes: [UInt8] = [2, 1, 4, 0, 6, 3, 3, 0x61, 0x62, 1]
    #expect(StoreRecordCodec.encode([.event(event)]) == bytes)
    #expect(try StoreRecordCodec.decode(bytes, of: call) == [.event(event)])
  }

  @Test("bytes of any kind of record cut anywhere are an error", arguments: 0..<9)
  func truncation(kind: Int) {
    var source = RandomRecords(of: call, seed: 7)
    let bytes = StoreRecordCodec.encode([source.next(kind: kind)])
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
    var source = RandomRecords(of: call, seed: seed)
    for _ in 0..<500 {
      var bytes = StoreRecordCodec.encode([source.next(), source.next()])
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
      _ = try? StoreRecordCodec.decode([2, 1] + noise, of: call)
    }
  }

  @Test("a later version and an unknown kind are named")
  func unknown() {
    #expect(throws: StoreRecordCodecError.unknownVersion(9)) {
      try StoreRecordCodec.decode([9, 0], of: call)
    }
    #expect(throws: StoreRecordCodecError.unknownKind(77)) {
      try StoreRecordCodec.decode([2, 1, 77], of: call)
    }
    #expect(throws: StoreRecordCodecError.truncated(offset: 0)) { try StoreRecordCodec.decode([], of: call) }
  }

  @Test("a length that is longer than there are bytes, or than any number, is an error")
  func lyingLengths() {
    let head: [UInt8] = [2, 1, 4, 0, 6, 3]
    let most = [UInt8](repeating: 0xff, count: 9) + [1]
    #expect(throws: StoreRecordCodecError.truncated(offset: 6)) {
      try StoreRecordCodec.decode(head + most, of: call)
    }
    let tooLong = [UInt8](repeating: 0xff, count: 9) + [2]
    #expect(throws: StoreRecordCodecError.malformed(offset: 6)) {
      try StoreRecordCodec.decode(head + tooLong, of: call)
    }
  }

  @Test("a NUL is replaced, and bytes that are no UTF-8 are read as U+FFFD")
  func badText() throws {
    let event = Samples.event(1, 1)
    var written = event
    written.detail = "a\0b\0"
    var expected = event
    expected.detail = "a\u{FFFD}b\u{FFFD}"
    #expect(try decoded(.event(written)) == .event(expected))
    let bytes: [UInt8] = [2, 1, 4, 0, 6, 3, 3, 0xff, 0x61, 1]
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
    let turn = Samples.turn(1, 1, .agent, whole, heard: whole)
    #expect(try decoded(.turn(turn)) == .turn(turn))
    var long = Samples.event(1, 1)
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
    var event = Samples.event(1, 1)
    event.detail = long
    #expect(StoreRecordCodec.encode([.call(call), .event(event)]).count < 4 << 20)
  }

  private func decoded(_ record: StoreRecord) throws -> StoreRecord? {
    try StoreRecordCodec.decode(StoreRecordCodec.encode([record]), of: call).first
  }
}
