internal import Audio
internal import Bytes

/// The records of one write, encoded one behind the other. Its memory is used again and again.
struct BlockBuffer {
  private var storage: [UInt8] = []
  private(set) var count = 0

  /// Forgets the records; keeps at most 8 MiB of memory.
  mutating func removeAll() {
    count = 0
    if storage.count > 8 << 20 { storage = [] }
  }

  func withBytes<Result>(
    _ body: (RawSpan) throws(JournalError) -> Result
  ) throws(JournalError) -> Result {
    try unsafe body(storage.span.bytes.extracting(0..<count))
  }

  mutating func append(_ bytes: [UInt8]) {
    reserve(bytes.count)
    let start = count
    // Sound: `reserve` made room for them.
    unsafe storage.withUnsafeMutableBytes { buffer in
      unsafe bytes.withUnsafeBytes {
        unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start...]).copyMemory(from: $0)
      }
    }
    count += bytes.count
  }

  /// Encodes a record as `RecordFrame` says.
  mutating func append(
    _ record: JournalRecord, payload: [UInt8], number: UInt64, isSealed: Bool, seed: CRC32C
  ) {
    let length = RecordFrame.headBytes + payload.count
    reserve(length)
    let start = count
    let halves = record.call.halves
    // Sound: `reserve` made room for head and payload; every offset below lies in the head.
    unsafe storage.withUnsafeMutableBytes { buffer in
      let base = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start..<(start + length)])
      unsafe base.storeBytes(of: RecordFrame.magic.littleEndian, toByteOffset: 0, as: UInt32.self)
      unsafe base.storeBytes(of: UInt32(payload.count).littleEndian, toByteOffset: 4, as: UInt32.self)
      unsafe base.storeBytes(of: number.littleEndian, toByteOffset: 12, as: UInt64.self)
      unsafe base.storeBytes(of: halves.high.bigEndian, toByteOffset: 20, as: UInt64.self)
      unsafe base.storeBytes(of: halves.low.bigEndian, toByteOffset: 28, as: UInt64.self)
      unsafe base.storeBytes(of: record.sequence.littleEndian, toByteOffset: 36, as: UInt32.self)
      unsafe base.storeBytes(
        of: record.wallClockMilliseconds.littleEndian, toByteOffset: 40, as: Int64.self)
      let flags = isSealed ? RecordFrame.sealedFlag : 0
      unsafe base.storeBytes(
        of: (UInt32(record.kind) | UInt32(flags) << 8).littleEndian, toByteOffset: 48, as: UInt32.self)
      unsafe payload.withUnsafeBytes {
        unsafe UnsafeMutableRawBufferPointer(rebasing: base[RecordFrame.headBytes...]).copyMemory(from: $0)
      }
      let written = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(base))
      var crc = seed
      crc.add(written.extracting(4..<8))
      crc.add(written.extracting(12..<length))
      unsafe base.storeBytes(of: crc.value.littleEndian, toByteOffset: 8, as: UInt32.self)
    }
    count += length
  }

  private mutating func reserve(_ more: Int) {
    guard count + more > storage.count else { return }
    var larger = [UInt8](repeating: 0, count: max(count + more, 2 * storage.count, 4 << 10))
    let used = count
    // Sound: the new memory is larger than the used part of the old.
    unsafe larger.withUnsafeMutableBytes { target in
      unsafe storage.withUnsafeBytes {
        unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<used]))
      }
    }
    storage = larger
  }
}
