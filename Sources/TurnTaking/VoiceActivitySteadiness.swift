/// Watches for sound that never changes, over the last one to two seconds.
///
/// A voice rises and falls by 10 dB and more within a second; a line that hums, hisses or plays comfort noise does
/// not. Least and greatest levels are kept in two halves, so that nothing older than two seconds counts.
struct VoiceActivitySteadiness: Sendable {
  static var halfWindows: Int { 24 }

  private var least = SIMD4<Float>(repeating: 0)
  private var greatest = SIMD4<Float>(repeating: -100)
  private var earlierLeast = SIMD4<Float>(repeating: -100)
  private var earlierGreatest = SIMD4<Float>(repeating: 0)
  private var count = 0

  /// The quietest, in each band, of the last one to two halves.
  var quietest: SIMD4<Float> { least.replacing(with: earlierLeast, where: earlierLeast .< least) }
  /// How far apart the loudest and the quietest window were, in the band that changed most (dB).
  var range: Float {
    let top = greatest.replacing(with: earlierGreatest, where: earlierGreatest .> greatest)
    let range = top - quietest
    return max(max(range.x, range.y), range.z)
  }

  /// Returns true when a half is complete.
  mutating func hear(_ level: SIMD4<Float>) -> Bool {
    least = least.replacing(with: level, where: level .< least)
    greatest = greatest.replacing(with: level, where: level .> greatest)
    count &+= 1
    return count >= Self.halfWindows
  }

  /// Begins the next half.
  mutating func turn() {
    (earlierLeast, earlierGreatest) = (least, greatest)
    least = SIMD4(repeating: 0)
    greatest = SIMD4(repeating: -100)
    count = 0
  }
}
