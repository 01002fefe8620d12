internal import Audio
internal import Bytes

/// Takes fields out of a record's bytes. What is not there is an error, never a trap.
struct StoreFieldReader {
  private let bytes: [UInt8]
  private(set) var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.count }
  var remaining: Int { bytes.count - offset }

  mutating func byte() throws(StoreRecordCodecError) -> UInt8 {
    guard offset < bytes.count else { throw .truncated(offset: offset) }
    defer { offset += 1 }
    return bytes[offset]
  }

  mutating func flag() throws(StoreRecordCodecError) -> Bool {
    let start = offset
    switch try byte() {
    case 0: return false
    case 1: return true
    default: throw .malformed(offset: start)
    }
  }

  mutating func varint() throws(StoreRecordCodecError) -> UInt64 {
    let start = offset
    var number = Varint()
    while true {
      switch number.add(try byte()) {
      case .more: continue
      case .whole(let value): return value
      case .tooLong: throw .malformed(offset: start)
      }
    }
  }

  mutating func number() throws(StoreRecordCodecError) -> Int64 {
    Varint.unzigzag(try varint())
  }

  mutating func int() throws(StoreRecordCodecError) -> Int { Int(try number()) }
  mutating func time() throws(StoreRecordCodecError) -> MediaTime { MediaTime(nanoseconds: try number()) }

  mutating func optionalNumber() throws(StoreRecordCodecError) -> Int64? { try flag() ? try number() : nil }

  mutating func double() throws(StoreRecordCodecError) -> Double {
    var bits: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) { bits |= UInt64(try byte()) << shift }
    return Double(bitPattern: bits)
  }

  mutating func optionalDouble() throws(StoreRecordCodecError) -> Double? { try flag() ? try double() : nil }

  mutating func text() throws(StoreRecordCodecError) -> String? {
    let start = offset
    let length = try varint()
    guard length > 0 else { return nil }
    guard length - 1 <= UInt64(remaining) else { throw .truncated(offset: start) }
    let end = offset + Int(length - 1)
    defer { offset = end }
    return String(decoding: bytes[offset..<end], as: UTF8.self)
  }

  mutating func requiredText() throws(StoreRecordCodecError) -> String {
    let start = offset
    guard let text = try text() else { throw .malformed(offset: start) }
    return text
  }

  mutating func tenant() throws(StoreRecordCodecError) -> String { try text() ?? Tenant.standard }
}
