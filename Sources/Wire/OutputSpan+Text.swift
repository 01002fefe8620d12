extension OutputSpan where Element == UInt8 {
  /// Appends the characters of a literal.
  /// - Precondition: there is room for them, checked.
  @inline(__always) @_noAllocation @_noLocks
  mutating func append(_ literal: StaticString) {
    let text = unsafe literal.utf8Start
    // Sound: the index stays below the length that the literal itself states.
    for index in 0..<literal.utf8CodeUnitCount { append(unsafe text[index]) }
  }

  /// Appends every byte of `bytes`.
  /// - Precondition: there is room for them, checked.
  @_noAllocation @_noLocks
  mutating func append(_ bytes: Span<UInt8>) {
    for index in bytes.indices { append(bytes[index]) }
  }

  /// Appends `number` in decimal, with a minus sign if it is negative.
  /// - Precondition: there is room for ``DecimalText/width(of:)`` bytes, checked.
  @_noAllocation @_noLocks
  mutating func append(decimal number: Int64) {
    if number < 0 { append(UInt8(ascii: "-")) }
    let magnitude = number.magnitude
    var divisor: UInt64 = 1
    while magnitude / divisor >= 10 { divisor &*= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: magnitude / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends the lowest `count` bytes of a word, the lowest first.
  /// - Precondition: `count` is 0…8, and there is room for them, checked.
  @inline(__always) @_noAllocation @_noLocks
  mutating func append(lanes: UInt64, count: Int) {
    for index in 0..<count { append(UInt8(truncatingIfNeeded: lanes &>> (UInt64(index) &* 8))) }
  }

  /// Appends all eight bytes of a word, the lowest first.
  /// - Precondition: there is room for them, checked.
  @inline(__always) @_noAllocation @_noLocks
  mutating func append(eight lanes: UInt64) {
    unsafe withUnsafeMutableBufferPointer { buffer, initializedCount in
      guard let start = buffer.baseAddress, buffer.count &- initializedCount >= 8 else {
        preconditionFailure()
      }
      // Sound: eight bytes fit, as just checked.
      unsafe UnsafeMutableRawPointer(start + initializedCount)
        .storeBytes(of: lanes.littleEndian, as: UInt64.self)
      initializedCount &+= 8
    }
  }

  /// Appends the lowest six bytes of a word, the lowest first.
  /// - Precondition: there is room for them, checked.
  @inline(__always) @_noAllocation @_noLocks
  mutating func append(six lanes: UInt64) {
    unsafe withUnsafeMutableBufferPointer { buffer, initializedCount in
      guard let start = buffer.baseAddress, buffer.count &- initializedCount >= 6 else {
        preconditionFailure()
      }
      // Sound: six bytes fit, as just checked.
      let target = unsafe UnsafeMutableRawPointer(start + initializedCount)
      unsafe target.storeBytes(of: UInt32(truncatingIfNeeded: lanes).littleEndian, as: UInt32.self)
      unsafe target.storeBytes(
        of: UInt16(truncatingIfNeeded: lanes &>> 32).littleEndian, toByteOffset: 4, as: UInt16.self)
      initializedCount &+= 6
    }
  }
}
