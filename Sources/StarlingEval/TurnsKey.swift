/// A name for a sequence of values: two FNV-1a hashes with different starts, 128 bits in all.
struct TurnsKey: Sendable {
  private var first: UInt64 = 0xCBF2_9CE4_8422_2325
  private var second: UInt64 = 0x9AE1_6A3B_2F90_404F

  mutating func add(_ value: UInt64) {
    first = (first ^ value) &* 0x100_0000_01B3
    second = (second ^ (value &+ 0x9E37)) &* 0x100_0000_01B3
    second ^= second >> 29
  }

  var text: String { String(first, radix: 36) + "-" + String(second, radix: 36) }
}
