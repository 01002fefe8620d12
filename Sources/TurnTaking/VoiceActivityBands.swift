/// Splits 8 kHz audio into three bands (150–900, 900–2000 and 2000–4000 Hz) by two second-order sections each.
///
/// Voiced sounds stand out of noise in the first band, s and f in the last. The bands are the lanes of one vector,
/// so all three cost what one does; the fourth lane is idle. Butterworth designs, transposed direct form II.
struct VoiceActivityBands: Sendable {
  private typealias Lanes = SIMD4<Float>

  private var s1 = SIMD4<Float>.zero
  private var s2 = SIMD4<Float>.zero
  private var t1 = SIMD4<Float>.zero
  private var t2 = SIMD4<Float>.zero

  // Of each value, so that they come from memory: constants with zeros and ones in them are taken apart by the
  // compiler, lane by lane, which triples the time.
  private var b0 = Lanes(0.060_498_51, 0.113_986_68, 0.292_893_22, 0)
  private var b1 = Lanes(0.120_997_02, 0.227_973_36, -0.585_786_44, 0)
  private var a1 = Lanes(-1.209_995_8, -0.173_832_22, 0, 0)
  private var a2 = Lanes(0.504_465_4, 0.492_757_62, 0.171_572_88, 0)
  // The second section of the third band passes its input on.
  private var d1 = Lanes(-2, -2, 0, 0)
  private var d2 = Lanes(1, 1, 0, 0)
  private var c1 = Lanes(-1.847_901_2, -1.137_595_7, 0, 0)
  private var c2 = Lanes(0.864_097_71, 0.610_145_38, 0, 0)

  /// The sum of squares of each band over 64 samples of `ring`, which holds 1024, from `start`, wrapping at its end.
  @inline(__always)
  mutating func energy(of ring: Span<Int16>, from start: Int) -> SIMD4<Float> {
    var sum = Lanes.zero
    var (s1, s2, t1, t2) = (s1, s2, t1, t2)
    let (b0, b1, a1, a2) = (b0, b1, a1, a2)
    let (d1, d2, c1, c2) = (d1, d2, c1, c2)
    for i in 0..<64 {
      let x = Lanes(repeating: Float(ring[(start &+ i) & 1_023]))
      // What does not wait for this sample's result is added first: the loop is as long as its chain of results.
      let y = b0 * x + s1
      s1 = (b1 * x + s2) - a1 * y
      s2 = b0 * x - a2 * y
      let z = y + t1
      t1 = (d1 * y + t2) - c1 * z
      t2 = d2 * y - c2 * z
      sum += z * z
    }
    (self.s1, self.s2, self.t1, self.t2) = (s1, s2, t1, t2)
    return sum
  }

  /// Ends the tail of a sound that has died away: arithmetic on subnormal numbers is a hundred times slower.
  @inline(__always)
  mutating func settle() {
    let tail = abs(s1) + abs(s2) + abs(t1) + abs(t2)
    if (tail .< Lanes(repeating: 1e-12)) == SIMDMask(repeating: true) {
      (s1, s2, t1, t2) = (.zero, .zero, .zero, .zero)
    }
  }

  @inline(__always)
  private func abs(_ value: SIMD4<Float>) -> SIMD4<Float> { value.replacing(with: -value, where: value .< 0) }
}
