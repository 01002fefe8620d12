/// Bits one behind the other, the first one highest in its byte.
struct BitWriter {
  private var bytes: [UInt8]
  private var pending: UInt64 = 0
  private var pendingCount = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// - Parameter count: 0 to 32; the lowest bits of `bits` are written.
  mutating func write(_ bits: UInt32, count: Int) {
    pending = pending << UInt64(count) | UInt64(bits)
    pendingCount += count
    while pendingCount >= 8 {
      pendingCount -= 8
      bytes.append(UInt8(truncatingIfNeeded: pending >> UInt64(pendingCount)))
    }
  }

  /// Fills up the last byte with zeros.
  mutating func finish() -> [UInt8] {
    if pendingCount > 0 { write(0, count: 8 - pendingCount) }
    return bytes
  }
}
