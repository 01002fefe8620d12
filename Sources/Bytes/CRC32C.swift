/// CRC-32C (Castagnoli), as iSCSI has it: RFC 3720 appendix B.4. Eight bytes at a step.
public struct CRC32C: Sendable {
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

  public init() {}

  public var value: UInt32 { ~state }

  public mutating func add(_ bytes: Span<UInt8>) { unsafe add(bytes.bytes) }

  public mutating func add(_ bytes: RawSpan) {
    state = unsafe bytes.withUnsafeBytes { bytes in
      // Sound: each index is a row of the table plus a byte, and each load ends at or before `count`.
      unsafe Self.tables.withUnsafeBufferPointer { tables in
        guard let table = tables.baseAddress, let base = bytes.baseAddress else { return state }
        let count = bytes.count
        var crc = state
        var position = 0
        while count &- position >= 8 {
          let word = UInt64(
            littleEndian: unsafe base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
          let low = Int(UInt32(truncatingIfNeeded: word) ^ crc)
          let high = Int(truncatingIfNeeded: word >> 32)
          let first =
            unsafe table[1792 &+ (low & 255)] ^ table[1536 &+ (low >> 8 & 255)]
            ^ table[1280 &+ (low >> 16 & 255)] ^ table[1024 &+ (low >> 24)]
          let second =
            unsafe table[768 &+ (high & 255)] ^ table[512 &+ (high >> 8 & 255)]
            ^ table[256 &+ (high >> 16 & 255)] ^ table[high >> 24]
          crc = first ^ second
          position &+= 8
        }
        while position < count {
          let byte = unsafe base.load(fromByteOffset: position, as: UInt8.self)
          crc = unsafe table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ crc >> 8
          position &+= 1
        }
        return crc
      }
    }
  }

  public static func of(_ bytes: RawSpan) -> UInt32 {
    var crc = CRC32C()
    crc.add(bytes)
    return crc.value
  }
}
