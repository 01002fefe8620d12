/// G.711 companding between one byte and one sample (s16, mono, any rate; telephony uses 8 kHz).
///
/// Source: ITU-T G.711 (11/1988), tables 1 and 2. The recommendation works on 14-bit (µ-law) and 13-bit (A-law)
/// magnitudes; 16-bit samples are mapped onto those as the ITU's software tool library (G.191) does it, where a
/// negative sample is measured by its one's complement, so that quantising intervals never overlap at their ends.
///
/// Both directions are arithmetic without tables. A code byte's three segment bits and four interval bits are
/// exactly the low exponent bits and the leading fraction bits of an IEEE 754 single-precision number, so one
/// conversion and one shift replace the search for the segment, and the compiler turns the loops into vectors.
public enum G711 {
  /// Which of the two companding laws.
  public enum Law: UInt8, Sendable, Hashable, CaseIterable {
    /// North America and Japan; RTP's `PCMU`.
    case mu
    /// The rest of the world; RTP's `PCMA`.
    case a

    /// The byte that stands for silence.
    @inlinable public var silence: UInt8 {
      switch self {
      case .mu: 0xFF
      case .a: 0xD5
      }
    }
  }

  /// Expands one code byte.
  @_noAllocation @_noLocks @inlinable
  public static func decode(_ byte: UInt8, law: Law) -> Int16 {
    switch law {
    case .mu: expandMu(byte)
    case .a: expandA(byte)
    }
  }

  /// Compresses one sample.
  @_noAllocation @_noLocks @inlinable
  public static func encode(_ sample: Int16, law: Law) -> UInt8 {
    switch law {
    case .mu: compressMu(sample)
    case .a: compressA(sample)
    }
  }

  /// Expands as many bytes as `out` has room for and returns how many samples were written.
  @_noAllocation @_noLocks
  public static func decode(_ bytes: Span<UInt8>, law: Law, into out: inout MutableSpan<Int16>) -> Int {
    let count = min(bytes.count, out.count)
    switch law {
    case .mu: for i in 0..<count { out[i] = expandMu(bytes[i]) }
    case .a: for i in 0..<count { out[i] = expandA(bytes[i]) }
    }
    return count
  }

  /// Compresses as many samples as `out` has room for and returns how many bytes were written.
  @_noAllocation @_noLocks
  public static func encode(_ samples: Span<Int16>, law: Law, into out: inout MutableSpan<UInt8>) -> Int {
    let count = min(samples.count, out.count)
    switch law {
    case .mu: for i in 0..<count { out[i] = compressMu(samples[i]) }
    case .a: for i in 0..<count { out[i] = compressA(samples[i]) }
    }
    return count
  }
}

extension G711 {
  /// The offset that makes every µ-law segment a power of two (33 on the 14-bit scale).
  @usableFromInline static var muBias: Int32 {
    @_noAllocation @_noLocks @inline(__always) get { 132 }
  }
  /// 2^23: added to a small whole number, leaves that number in the fraction bits.
  @usableFromInline static var integerShift: Float {
    @_noAllocation @_noLocks @inline(__always) get { Float(bitPattern: 150 << 23) }
  }

  @_noAllocation @_noLocks @inlinable @inline(__always)
  static func expandMu(_ byte: UInt8) -> Int16 {
    let code = Int32(~byte)
    // 2^(7 + segment) × (1 + interval / 16 + 1 / 32): the middle of the interval, biased.
    let middle = Float(bitPattern: UInt32(bitPattern: (code & 0x7F) << 19 &+ (134 << 23 | 1 << 18)))
    let magnitude = Int32(bitPattern: (middle + integerShift).bitPattern & 0xFFFF) &- muBias
    let sign = (code << 24) >> 31
    return Int16(truncatingIfNeeded: (magnitude ^ sign) &- sign)
  }

  @_noAllocation @_noLocks @inlinable @inline(__always)
  static func compressMu(_ sample: Int16) -> UInt8 {
    let sign = Int32(sample) >> 15
    let magnitude = min((Int32(sample) ^ sign) &+ muBias, 0x7FFF)
    let bits = Int32(bitPattern: Float(magnitude).bitPattern >> 19) &- (134 << 4)
    return ~UInt8(truncatingIfNeeded: bits | (sign & 0x80))
  }

  @_noAllocation @_noLocks @inlinable @inline(__always)
  static func expandA(_ byte: UInt8) -> Int16 {
    let code = Int32(byte ^ 0x55)
    let index = code & 0x7F
    // Segments 0 and 1 share one step of 16; from there on each doubles it.
    let linear = index << 4 &+ 8
    let middle = Float(bitPattern: UInt32(bitPattern: index << 19 &+ (134 << 23 | 1 << 18)))
    let curved = Int32(bitPattern: (middle + integerShift).bitPattern & 0xFFFF)
    let magnitude = index < 32 ? linear : curved
    let sign = ((code ^ 0x80) << 24) >> 31
    return Int16(truncatingIfNeeded: (magnitude ^ sign) &- sign)
  }

  @_noAllocation @_noLocks @inlinable @inline(__always)
  static func compressA(_ sample: Int16) -> UInt8 {
    let sign = Int32(sample) >> 15
    let magnitude = Int32(sample) ^ sign
    let curved = Int32(bitPattern: Float(magnitude).bitPattern >> 19) &- (134 << 4)
    let index = magnitude < 512 ? magnitude >> 4 : curved
    return UInt8(truncatingIfNeeded: index | (~sign & 0x80)) ^ 0x55
  }
}
