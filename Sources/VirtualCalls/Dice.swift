internal import Audio

/// The chances of one virtual call. SplitMix64 (Steele, Lea and Flood, 2014): the same seed and call give the same
/// call on every machine, whichever thread plays it.
struct Dice {
  private var state: UInt64

  init(seed: UInt64, call: Int) {
    state = seed
    let salt = next()
    state = salt ^ (UInt64(truncatingIfNeeded: call) &* 0xD134_2543_DE82_EF95)
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// Uniform in 0..<bound.
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// Uniform between so many milliseconds, to the microsecond.
  mutating func time(_ milliseconds: ClosedRange<Int>) -> MediaTime {
    .microseconds(Int64(within(milliseconds.lowerBound * 1_000...milliseconds.upperBound * 1_000)))
  }
}
