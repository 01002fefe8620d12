internal import Audio
internal import Bytes

/// A record in a segment: 52 bytes of head, then the payload. Numbers are little-endian, the call's 16 bytes are in
/// the order of RFC 9562.
///
/// | at | bytes | what |
/// |---|---|---|
/// | 0 | 4 | `JREC` |
/// | 4 | 4 | bytes of the payload |
/// | 8 | 4 | CRC-32C of the journal's identity, bytes 4 to 7, and all from byte 12 on |
/// | 12 | 8 | record number |
/// | 20 | 16 | call |
/// | 36 | 4 | sequence |
/// | 40 | 8 | wall clock, milliseconds since 1970 |
/// | 48 | 1 | kind |
/// | 49 | 1 | flags: bit 0, the payload is sealed |
/// | 50 | 2 | zero |
enum RecordFrame {
  static let headBytes = 52
  static let magic: UInt32 = 0x4345_524a
  /// A sealed payload may be longer than a plain one.
  static let mostPayloadBytes = JournalRecord.mostPayloadBytes + 64 << 10
  static let sealedFlag: UInt8 = 1

  enum Reading {
    case entry(JournalEntry, byteCount: Int)
    /// The bytes end before the record does; it needs so many from its beginning.
    case incomplete(needed: Int)
    case damaged
  }

  /// Reads the record that begins at `offset` of `bytes`.
  static func read(_ bytes: Span<UInt8>, at offset: Int, seed: CRC32C) -> Reading {
    let available = bytes.count - offset
    guard available >= headBytes else { return .incomplete(needed: headBytes) }
    let head = unsafe bytes.extracting(offset..<(offset + headBytes)).bytes
    guard head.littleEndian(UInt32.self, at: 0) == magic else { return .damaged }
    let length = Int(head.littleEndian(UInt32.self, at: 4))
    guard length <= mostPayloadBytes else { return .damaged }
    guard available - headBytes >= length else { return .incomplete(needed: headBytes + length) }
    let whole = bytes.extracting(offset..<(offset + headBytes + length))
    var crc = seed
    unsafe crc.add(whole.bytes.extracting(4..<8))
    unsafe crc.add(whole.bytes.extracting(12..<whole.count))
    guard crc.value == head.littleEndian(UInt32.self, at: 8) else { return .damaged }
    let call = CallID(
      high: head.littleEndian(UInt64.self, at: 20).byteSwapped,
      low: head.littleEndian(UInt64.self, at: 28).byteSwapped)
    guard let call else { return .damaged }
    let payload = whole.extracting(headBytes..<whole.count)
    // Sound: as many bytes are written as are counted.
    let copy = unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      unsafe payload.withUnsafeBufferPointer { _ = unsafe buffer.initialize(from: $0) }
      count = length
    }
    let record = JournalRecord(
      call: call, sequence: head.littleEndian(UInt32.self, at: 36), kind: bytes[offset + 48],
      wallClockMilliseconds: head.littleEndian(Int64.self, at: 40), payload: copy)
    let entry = JournalEntry(
      number: head.littleEndian(UInt64.self, at: 12), record: record,
      isSealed: bytes[offset + 49] & sealedFlag != 0)
    return .entry(entry, byteCount: headBytes + length)
  }
}
