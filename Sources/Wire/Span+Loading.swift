extension Span where Element == UInt8 {
  /// Eight bytes from `offset` on, the first in the lowest bits.
  /// - Precondition: `offset + 8 <= count`, checked.
  @inline(__always) @_noAllocation @_noLocks
  func littleEndianWord(at offset: Int) -> UInt64 {
    guard offset >= 0, offset <= count &- 8 else { preconditionFailure() }
    // Sound: all eight offsets are within bounds, as just checked. The compiler joins them into one load.
    let low =
      unsafe UInt64(self[unchecked: offset]) | UInt64(self[unchecked: offset &+ 1]) &<< 8
      | UInt64(self[unchecked: offset &+ 2]) &<< 16 | UInt64(self[unchecked: offset &+ 3]) &<< 24
    let high =
      unsafe UInt64(self[unchecked: offset &+ 4]) &<< 32 | UInt64(self[unchecked: offset &+ 5]) &<< 40
      | UInt64(self[unchecked: offset &+ 6]) &<< 48 | UInt64(self[unchecked: offset &+ 7]) &<< 56
    return low | high
  }
}
