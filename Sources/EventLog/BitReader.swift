/// The counterpart of `BitWriter`; nil once there are no more bits.
struct BitReader {
  private let bytes: [UInt8]
  private var position = 0
  private var pending: UInt64 = 0
  private var pendingCount = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// A number of seven bits a byte, lowest first; only before the first `read`.
  mutating func varint() -> UInt64? {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 35, by: 7) {
      guard position < bytes.count else { return nil }
      let byte = bytes[position]
      position += 1
      number |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return number }
    }
    return nil
  }

  /// - Parameter count: 0 to 32.
  mutating func read(_ count: Int) -> UInt32? {
    while pendingCount < count {
      guard position < bytes.count else { return nil }
      pending = pending << 8 | UInt64(bytes[position])
      position += 1
      pendingCount += 8
    }
    pendingCount -= count
    return UInt32(truncatingIfNeeded: pending >> UInt64(pendingCount) & ((1 << UInt64(count)) - 1))
  }
}
