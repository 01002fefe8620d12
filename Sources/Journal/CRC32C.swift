/// CRC-32C (Castagnoli), as iSCSI has it: RFC 3720 appendix B.4. Eight bytes at a step.
struct CRC32C {
  private static let polynomial: UInt32 = 0x82f6_3b78
  /// Row k holds what a byte does that has k more bytes behind it in the step.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var value = UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }
      tables[byte] = value
    }
    for index in 256..<(8 * 256) {
      let before = tables[index - 256]
      tables[index] = before >> 8 ^ tables[Int(before & 0xff)]
    }
    return tables
  }()

  private var state: UInt32 = ~0

  var value: UInt32 { ~state }

  mutating func add(_ bytes: Span<UInt8>) { unsafe add(bytes.bytes) }

  mutating func add(_ bytes: RawSpan) {
    let tables = Self.tables.span
    var crc = state
    var position = 0
    let count = bytes.byteCount
    while count - position >= 8 {
      // Sound: eight bytes from `position` lie in the span, as the loop's condition says.
      let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self)
      let mixed = UInt64(littleEndian: word) ^ UInt64(crc)
      // Sound: each index is a row of the table plus a byte.
      let low = unsafe tables[unchecked: 1792 + Int(mixed & 0xff)]
        ^ tables[unchecked: 1536 + Int(mixed >> 8 & 0xff)]
        ^ tables[unchecked: 1280 + Int(mixed >> 16 & 0xff)]
        ^ tables[unchecked: 1024 + Int(mixed >> 24 & 0xff)]
      let high = unsafe tables[unchecked: 768 + Int(mixed >> 32 & 0xff)]
        ^ tables[unchecked: 512 + Int(mixed >> 40 & 0xff)]
        ^ tables[unchecked: 256 + Int(mixed >> 48 & 0xff)]
        ^ tables[unchecked: Int(mixed >> 56)]
      crc = low ^ high
      position += 8
    }
    while position < count {
      let byte = unsafe bytes.unsafeLoad(fromByteOffset: position, as: UInt8.self)
      crc = crc >> 8 ^ tables[Int(UInt8(truncatingIfNeeded: crc) ^ byte)]
      position += 1
    }
    state = crc
  }

  static func of(_ bytes: RawSpan) -> UInt32 {
    var crc = CRC32C()
    crc.add(bytes)
    return crc.value
  }
}
