/// Encodes 16 kHz speech (s16, mono) at 64 kbit/s by ITU-T G.722 mode 1: one byte for two samples.
///
/// A value with all of its state inline; one for each stream. Nothing is allocated.
public struct G722Encoder: Sendable {
  private var filter = G722Filter()
  private var low = G722Band(scale: 32)
  private var high = G722Band(scale: 8)

  public init() {}

  /// Encodes whole pairs of samples as far as `out` has room and returns how many bytes were written.
  ///
  /// A last odd sample is left out, so hand over even counts (a 20 ms frame is 320 samples, 160 bytes).
  @_noAllocation @_noLocks
  public mutating func encode(_ samples: Span<Int16>, into out: inout MutableSpan<UInt8>) -> Int {
    let tables = G722Tables()
    let count = min(samples.count / 2, out.count)
    for i in 0..<count {
      let sums = filter.push(Int32(samples[2 &* i]), Int32(samples[2 &* i &+ 1]), tables.filter)
      let lowCode = encodeLow((sums.odd &+ sums.even) >> 14, tables)
      let highCode = encodeHigh((sums.odd &- sums.even) >> 14, tables)
      out[i] = UInt8(truncatingIfNeeded: highCode << 6 | lowCode)
    }
    return count
  }

  @_noAllocation @_noLocks @inline(__always)
  private mutating func encodeLow(_ sample: Int32, _ tables: borrowing G722Tables) -> Int32 {
    let error = G722Band.saturate(sample &- low.prediction)
    let negative = error < 0
    let magnitude = negative ? ~error : error
    // The number of decision levels at or below the magnitude, by halving: the levels rise.
    var level = 1
    var step = 16
    while step > 0 {
      let next = level &+ step
      if next <= 29, (tables.lowDecisions[next] &* low.scale) >> 12 <= magnitude { level = next }
      step >>= 1
    }
    if (tables.lowDecisions[1] &* low.scale) >> 12 > magnitude { level = 0 }
    let code = Self.lowCode(level: Int32(level), negative: negative)
    let upper = Int(code >> 2)
    let difference = (low.scale &* tables.low4[upper]) >> 15
    low.adaptScale(step: tables.lowStep[upper], limit: 18_432, shift: 8, octave: tables.octave)
    low.predict(after: difference)
    return code
  }

  /// Table 13: levels 0 and 1 of the negative side are 63 and 62, the others count down from 31; the positive
  /// side counts down from 61.
  @_noAllocation @_noLocks @inline(__always)
  private static func lowCode(level: Int32, negative: Bool) -> Int32 {
    guard negative else { return 61 &- level }
    return level < 2 ? 63 &- level : 33 &- level
  }

  @_noAllocation @_noLocks @inline(__always)
  private mutating func encodeHigh(_ sample: Int32, _ tables: borrowing G722Tables) -> Int32 {
    let error = G722Band.saturate(sample &- high.prediction)
    let negative = error < 0
    let magnitude = negative ? ~error : error
    let outer = magnitude >= (564 &* high.scale) >> 12
    let code: Int32 = (negative ? 1 : 3) &- (outer ? 1 : 0)
    let difference = (high.scale &* tables.high2[Int(code)]) >> 15
    high.adaptScale(step: tables.highStep[Int(code)], limit: 22_528, shift: 10, octave: tables.octave)
    high.predict(after: difference)
    return code
  }
}
