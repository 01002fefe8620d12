/// Decodes 64 kbit/s ITU-T G.722 (mode 1) to 16 kHz speech (s16, mono): two samples for one byte.
///
/// A value with all of its state inline; one for each stream. Nothing is allocated, and any bytes can be fed.
public struct G722Decoder: Sendable {
  private var filter = G722Filter()
  private var low = G722Band(scale: 32)
  private var high = G722Band(scale: 8)

  public init() {}

  /// Decodes as many bytes as `out` has room for and returns how many samples were written.
  @_noAllocation @_noLocks
  public mutating func decode(_ bytes: Span<UInt8>, into out: inout MutableSpan<Int16>) -> Int {
    let tables = G722Tables()
    let count = min(bytes.count, out.count / 2)
    for i in 0..<count {
      let lowSample = decodeLow(Int(bytes[i] & 63), tables)
      let highSample = decodeHigh(Int(bytes[i] >> 6), tables)
      let sums = filter.push(lowSample &+ highSample, lowSample &- highSample, tables.filter)
      out[2 &* i] = Int16(truncatingIfNeeded: G722Band.saturate(sums.odd >> 11))
      out[2 &* i &+ 1] = Int16(truncatingIfNeeded: G722Band.saturate(sums.even >> 11))
    }
    return count &* 2
  }

  @_noAllocation @_noLocks @inline(__always)
  private mutating func decodeLow(_ code: Int, _ tables: borrowing G722Tables) -> Int32 {
    let sample = Self.limit(low.prediction &+ (low.scale &* tables.low6[code]) >> 15)
    let upper = code >> 2
    let difference = (low.scale &* tables.low4[upper]) >> 15
    low.adaptScale(step: tables.lowStep[upper], limit: 18_432, shift: 8, octave: tables.octave)
    low.predict(after: difference)
    return sample
  }

  @_noAllocation @_noLocks @inline(__always)
  private mutating func decodeHigh(_ code: Int, _ tables: borrowing G722Tables) -> Int32 {
    let difference = (high.scale &* tables.high2[code]) >> 15
    let sample = Self.limit(high.prediction &+ difference)
    high.adaptScale(step: tables.highStep[code], limit: 22_528, shift: 10, octave: tables.octave)
    high.predict(after: difference)
    return sample
  }

  /// Block LIMIT: 15 bits.
  @_noAllocation @_noLocks @inline(__always)
  private static func limit(_ value: Int32) -> Int32 { min(max(value, -16_384), 16_383) }
}
