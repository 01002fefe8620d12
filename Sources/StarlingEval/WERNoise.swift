/// The noise of a quiet telephone line, the same for the same seed: SplitMix64 (Steele, Lea and Flood, 2014),
/// two uniform values a sample, about -62 dBFS.
struct WERNoise: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return Int(mixed & 0x3F) - 32 + Int(mixed >> 32 & 0x3F) - 31
  }
}
