extension G722Band {
  /// Quantises a lower-band sample to its six-bit code and adapts (blocks QUANTL, INVQAL and what follows them).
  @_noAllocation @_noLocks @inline(__always)
  mutating func encodeLow(_ sample: Int32, _ tables: inout G722Tables) -> Int32 {
    let error = Self.saturate(sample &- prediction)
    let negative = error < 0
    let level = lowLevel(negative ? ~error : error, &tables)
    let code = Self.lowCode(level: level, negative: negative)
    let upper = Int(code >> 2)
    let difference = (scale &* tables.low4[upper]) >> 15
    adaptScale(step: tables.lowStep[upper], limit: 18_432, shift: 8, octave: &tables.octave)
    predict(after: difference)
    return code
  }

  /// Quantises a higher-band sample to its two-bit code and adapts (block QUANTH and what follows it).
  @_noAllocation @_noLocks @inline(__always)
  mutating func encodeHigh(_ sample: Int32, _ tables: inout G722Tables) -> Int32 {
    let error = Self.saturate(sample &- prediction)
    let negative = error < 0
    let magnitude = negative ? ~error : error
    let outer = magnitude >= (564 &* scale) >> 12
    let code: Int32 = (negative ? 1 : 3) &- (outer ? 1 : 0)
    adaptHigh(Int(code), &tables)
    return code
  }

  /// Restores a lower-band sample from its six-bit code, 0 to 63, and adapts (blocks INVQBL, RECONS, LIMIT).
  @_noAllocation @_noLocks @inline(__always)
  mutating func decodeLow(_ code: Int, _ tables: inout G722Tables) -> Int32 {
    let sample = Self.limit(prediction &+ (scale &* tables.low6[code]) >> 15)
    let upper = code >> 2
    let difference = (scale &* tables.low4[upper]) >> 15
    adaptScale(step: tables.lowStep[upper], limit: 18_432, shift: 8, octave: &tables.octave)
    predict(after: difference)
    return sample
  }

  /// Restores a higher-band sample from its two-bit code, 0 to 3, and adapts (blocks INVQAH, RECONS, LIMIT).
  @_noAllocation @_noLocks @inline(__always)
  mutating func decodeHigh(_ code: Int, _ tables: inout G722Tables) -> Int32 {
    let expected = prediction
    return Self.limit(expected &+ adaptHigh(code, &tables))
  }

  /// Adapts to a code of the higher band and returns the quantised difference it stands for.
  @discardableResult
  @_noAllocation @_noLocks @inline(__always)
  private mutating func adaptHigh(_ code: Int, _ tables: inout G722Tables) -> Int32 {
    let difference = (scale &* tables.high2[code]) >> 15
    adaptScale(step: tables.highStep[code], limit: 22_528, shift: 10, octave: &tables.octave)
    predict(after: difference)
    return difference
  }

  /// How many of the decision levels lie at or below the magnitude, 0 to 29, found by halving.
  @_noAllocation @_noLocks @inline(__always)
  private func lowLevel(_ magnitude: Int32, _ tables: inout G722Tables) -> Int32 {
    var level = 0
    var step = 16
    while step > 0 {
      let next = level &+ step
      if next <= 29, (tables.lowDecisions[next] &* scale) >> 12 <= magnitude { level = next }
      step >>= 1
    }
    return Int32(truncatingIfNeeded: level)
  }

  /// Table 13: levels 0 and 1 of the negative side are 63 and 62, the others count down from 31; the positive
  /// side counts down from 61.
  @_noAllocation @_noLocks @inline(__always)
  private static func lowCode(level: Int32, negative: Bool) -> Int32 {
    guard negative else { return 61 &- level }
    return level < 2 ? 63 &- level : 33 &- level
  }

  /// Block LIMIT: 15 bits.
  @_noAllocation @_noLocks @inline(__always)
  private static func limit(_ value: Int32) -> Int32 { min(max(value, -16_384), 16_383) }
}
