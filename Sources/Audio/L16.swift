/// Linear 16-bit PCM as bytes, in either byte order (RFC 3551 section 4.5.11 has it big-endian).
public enum L16 {
  public enum ByteOrder: String, Sendable, Hashable, Codable, CaseIterable {
    case little, big
  }

  /// Reads whole samples as far as `out` has room and returns how many were written; a last odd byte is left out.
  @_noAllocation @_noLocks
  public static func decode(
    _ bytes: Span<UInt8>, order: ByteOrder, into out: inout MutableSpan<Int16>
  ) -> Int {
    let count = min(bytes.count / 2, out.count)
    switch order {
    case .little:
      for i in 0..<count { out[i] = sample(low: bytes[2 &* i], high: bytes[2 &* i &+ 1]) }
    case .big:
      for i in 0..<count { out[i] = sample(low: bytes[2 &* i &+ 1], high: bytes[2 &* i]) }
    }
    return count
  }

  /// Writes as many samples as `out` has room for and returns how many **bytes** were written.
  @_noAllocation @_noLocks
  public static func encode(
    _ samples: Span<Int16>, order: ByteOrder, into out: inout MutableSpan<UInt8>
  ) -> Int {
    let count = min(samples.count, out.count / 2)
    for i in 0..<count {
      let value = order == .big ? samples[i].byteSwapped : samples[i]
      out[2 &* i] = UInt8(truncatingIfNeeded: value)
      out[2 &* i &+ 1] = UInt8(truncatingIfNeeded: value >> 8)
    }
    return count &* 2
  }

  @_noAllocation @_noLocks @inline(__always)
  static func sample(low: UInt8, high: UInt8) -> Int16 {
    Int16(truncatingIfNeeded: Int32(high) << 8 | Int32(low))
  }
}
