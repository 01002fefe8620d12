extension Base64 {
  /// Appends `encodedSize(bytes.count)` characters.
  /// - Precondition: there is room for them, checked.
  @inline(__always) @_noAllocation @_noLocks
  static func appendEncoded(_ bytes: Span<UInt8>, to output: inout OutputSpan<UInt8>) {
    var read = 0
    // Each step loads eight bytes and uses six.
    while read &+ 8 <= bytes.count {
      let bits = bytes.littleEndianWord(at: read).byteSwapped &>> 16
      output.append(eight: alphabetLanes(sextetLanes(bits)))
      read &+= 6
    }
    while read < bytes.count {
      let count = min(6, bytes.count &- read)
      var bits: UInt64 = 0
      for index in 0..<count { bits |= UInt64(bytes[read &+ index]) &<< (40 &- UInt64(index) &* 8) }
      output.append(lanes: alphabetLanes(sextetLanes(bits)), count: count &+ (count &+ 2) / 3)
      for _ in 0..<((6 &- count) % 3) { output.append(UInt8(ascii: "=")) }
      read &+= count
    }
  }

  /// Spreads 48 bits over eight lanes of six, the most significant in the lowest lane.
  @inline(__always) @_noAllocation @_noLocks
  private static func sextetLanes(_ bits: UInt64) -> UInt64 {
    let halves = (bits &>> 24) | (bits & 0xFF_FFFF) &<< 32
    let quarters = (halves &>> 12 & 0x0000_0FFF_0000_0FFF) | (halves & 0x0000_0FFF_0000_0FFF) &<< 16
    return (quarters &>> 6 & 0x003F_003F_003F_003F) | (quarters & 0x003F_003F_003F_003F) &<< 8
  }

  /// The character for each lane's value 0…63.
  @inline(__always) @_noAllocation @_noLocks
  private static func alphabetLanes(_ values: UInt64) -> UInt64 {
    let raised =
      values &+ lanes(65) &+ (lanesAtLeast(26, in: values) & lanes(6))
      &+ (lanesAtLeast(63, in: values) & lanes(3))
    return raised &- (lanesAtLeast(52, in: values) & lanes(75)) &- (lanesAtLeast(62, in: values) & lanes(15))
  }

  /// The same value in each of eight lanes.
  @inline(__always) @_noAllocation @_noLocks
  static func lanes(_ value: UInt8) -> UInt64 { UInt64(value) &* 0x0101_0101_0101_0101 }

  /// The top bit of each lane whose value is at least `limit`.
  /// - Precondition: every lane is below 128 and `limit` is 1…128, or lanes spill into each other.
  @inline(__always) @_noAllocation @_noLocks
  static func topBitsAtLeast(_ limit: UInt8, in values: UInt64) -> UInt64 {
    (values &+ lanes(128 &- limit)) & lanes(0x80)
  }

  /// 0x7F in each lane whose value is at least `limit`, 0 in the others; lanes as in ``topBitsAtLeast(_:in:)``.
  @inline(__always) @_noAllocation @_noLocks
  static func lanesAtLeast(_ limit: UInt8, in values: UInt64) -> UInt64 {
    let top = topBitsAtLeast(limit, in: values)
    return top &- top &>> 7
  }
}
