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
    var tables = G722Tables()
    let count = min(samples.count / 2, out.count)
    // Copies, so that the compiler may keep them in registers.
    var low = low
    var high = high
    var start = 0
    while start < count {
      let block = min(G722Filter.blockPairs, count &- start)
      for i in 0..<block {
        let pair = 2 &* (start &+ i)
        filter.load(i, samples[pair], samples[pair &+ 1])
      }
      filter.run(block, &tables.filter)
      for i in 0..<block {
        let even = filter.evenSums[i]
        let odd = filter.oddSums[i]
        let lowCode = low.encodeLow((odd &+ even) >> 14, &tables)
        let highCode = high.encodeHigh((odd &- even) >> 14, &tables)
        out[start &+ i] = UInt8(truncatingIfNeeded: highCode << 6 | lowCode)
      }
      start &+= block
    }
    self.low = low
    self.high = high
    return count
  }
}
