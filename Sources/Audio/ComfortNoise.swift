/// A line's quiet hiss, so that a gap in the speech does not sound like a line that went dead (ITU-T G.711 Appendix II
/// has the idea; this is white noise through a one-pole low-pass). The same seed gives the same noise.
public struct ComfortNoise: Sendable {
  private var state: UInt64
  private var last: Int32 = 0
  /// Peak of the noise before the low-pass: about -64 dBFS.
  private let peak: Int32

  /// - Parameters:
  ///   - seed: any number.
  ///   - peak: greatest sample, 1 to 1 000.
  public init(seed: UInt64 = 1, peak: Int = 40) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    self.peak = Int32(min(max(peak, 1), 1_000))
  }

  @_noAllocation @_noLocks
  public mutating func next() -> Int16 {
    // xorshift64: quality beyond this cannot be heard.
    state ^= state &<< 13
    state ^= state &>> 7
    state ^= state &<< 17
    let white = Int32(truncatingIfNeeded: state &>> 33) % (2 &* peak &+ 1)
    let centred = (white < 0 ? -white : white) &- peak
    last = (last &+ centred) / 2
    return Int16(truncatingIfNeeded: last)
  }
}
