internal import Audio

/// Takes records out of bytes, field by field. What is not there is an error, never a trap.
struct StoreFieldReader {
  private let bytes: [UInt8]
  private(set) var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.count }

  mutating func byte() throws(StoreRecordCodecError) -> UInt8 {
    guard offset < bytes.count else { throw .truncated(offset: offset) }
    defer { offset += 1 }
    return bytes[offset]
  }

  mutating func record(of call: CallID) throws(StoreRecordCodecError) -> StoreRecord {
    let code = try byte()
    switch StoreRecordCodec.Kind(rawValue: code) {
    case .call: return .call(try summary(call))
    case .turn: return .turn(try turn(call))
    case .timing: return .timing(try timing(call))
    case .event:
      return .event(
        CallEventRecord(
          call: call, sequence: try int(), at: try time(), kind: try requiredText(),
          detail: try requiredText()))
    case nil: throw .unknownKind(code)
    }
  }

  private mutating func summary(_ call: CallID) throws(StoreRecordCodecError) -> CallSummary {
    CallSummary(
      id: call, tenant: try text(), direction: try direction(), agent: try text(), from: try text(),
      to: try text(), carrierCallID: try text(), carrierSessionID: try text(), streamID: try text(),
      codec: try text(), startedMs: try optionalNumber(), answeredMs: try optionalNumber(),
      endedMs: try optionalNumber(), endReason: try text(), outcome: try text(), slotsJSON: try text(),
      recordingPath: try text())
  }

  private mutating func turn(_ call: CallID) throws(StoreRecordCodecError) -> TurnRecord {
    TurnRecord(
      call: call, sequence: try int(), speaker: try flag() ? .agent : .caller, text: try requiredText(),
      heardText: try text(), wasCut: try flag(), start: try time(), end: try time(),
      confidence: try optionalDouble())
  }

  private mutating func timing(_ call: CallID) throws(StoreRecordCodecError) -> TurnTimingRecord {
    TurnTimingRecord(
      call: call, turn: try int(), endpointing: try time(), recognition: try time(), reply: try time(),
      synthesis: try time(), voiceToVoice: try time(), endpointReason: try text(),
      wasSpeculative: try flag())
  }

  // MARK: Fields

  private mutating func flag() throws(StoreRecordCodecError) -> Bool {
    let start = offset
    switch try byte() {
    case 0: return false
    case 1: return true
    default: throw .malformed(offset: start)
    }
  }

  private mutating func direction() throws(StoreRecordCodecError) -> CallSummary.Direction? {
    let start = offset
    switch try byte() {
    case 0: return nil
    case 1: return .inbound
    case 2: return .outbound
    default: throw .malformed(offset: start)
    }
  }

  private mutating func varint() throws(StoreRecordCodecError) -> UInt64 {
    let start = offset
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let next = try byte()
      // The tenth byte has room for one bit.
      if shift == 63, next > 1 { throw .malformed(offset: start) }
      value |= UInt64(next & 0x7f) << shift
      if next < 0x80 { return value }
    }
    throw .malformed(offset: start)
  }

  private mutating func number() throws(StoreRecordCodecError) -> Int64 {
    let bits = try varint()
    return Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
  }

  private mutating func int() throws(StoreRecordCodecError) -> Int { Int(try number()) }
  private mutating func time() throws(StoreRecordCodecError) -> MediaTime {
    MediaTime(nanoseconds: try number())
  }

  private mutating func optionalNumber() throws(StoreRecordCodecError) -> Int64? {
    try flag() ? try number() : nil
  }

  private mutating func optionalDouble() throws(StoreRecordCodecError) -> Double? {
    guard try flag() else { return nil }
    var bits: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) { bits |= UInt64(try byte()) << shift }
    return Double(bitPattern: bits)
  }

  private mutating func text() throws(StoreRecordCodecError) -> String? {
    let start = offset
    let length = try varint()
    guard length > 0 else { return nil }
    guard length - 1 <= UInt64(bytes.count - offset) else { throw .truncated(offset: start) }
    let end = offset + Int(length - 1)
    defer { offset = end }
    return String(decoding: bytes[offset..<end], as: UTF8.self)
  }

  private mutating func requiredText() throws(StoreRecordCodecError) -> String {
    let start = offset
    guard let text = try text() else { throw .malformed(offset: start) }
    return text
  }
}
