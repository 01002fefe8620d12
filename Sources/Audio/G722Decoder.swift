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
    var tables = G722Tables()
    let count = min(bytes.count, out.count / 2)
    // Copies, so that the compiler may keep them in registers.
    var low = low
    var high = high
    var start = 0
    while start < count {
      let block = min(G722Filter.blockPairs, count &- start)
      for i in 0..<block {
        let lowSample = low.decodeLow(Int(bytes[start &+ i] & 63), &tables)
        let highSample = high.decodeHigh(Int(bytes[start &+ i] >> 6), &tables)
        // Both are limited to 15 bits, so their sum and difference fit.
        filter.load(
          i, Int16(truncatingIfNeeded: lowSample &+ highSample),
          Int16(truncatingIfNeeded: lowSample &- highSample))
      }
      filter.run(block, &tables.filter)
      for i in 0..<block {
        let pair = 2 &* (start &+ i)
        out[pair] = Int16(truncatingIfNeeded: G722Band.saturate(filter.oddSums[i] >> 11))
        out[pair &+ 1] = Int16(truncatingIfNeeded: G722Band.saturate(filter.evenSums[i] >> 11))
      }
      start &+= block
    }
    self.low = low
    self.high = high
    return count &* 2
  }
}
