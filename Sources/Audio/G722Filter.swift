/// The 24-tap quadrature mirror filter, split into its even and odd taps (ITU-T G.722 sections 3.1 and 4.4).
///
/// It works on blocks of up to 32 pairs, because that many sums at once become vector instructions: load the pairs,
/// `run`, read the sums.
struct G722Filter: Sendable {
  /// Pairs in a block at most.
  static var blockPairs: Int {
    @_noAllocation @_noLocks @inline(__always) get { 32 }
  }
  /// Pairs that a sum reaches back.
  private static var reach: Int {
    @_noAllocation @_noLocks @inline(__always) get { 11 }
  }

  /// The latest 11 pairs, then the block.
  private var even = InlineArray<43, Int16>(repeating: 0)
  private var odd = InlineArray<43, Int16>(repeating: 0)
  /// The two halves of the filter's output, scaled by 2^12.
  private(set) var evenSums = InlineArray<32, Int32>(repeating: 0)
  private(set) var oddSums = InlineArray<32, Int32>(repeating: 0)

  /// Sets a pair of the block, counted from 0.
  @_noAllocation @_noLocks @inline(__always)
  mutating func load(_ index: Int, _ first: Int16, _ second: Int16) {
    even[Self.reach &+ index] = first
    odd[Self.reach &+ index] = second
  }

  /// Computes the sums of all pairs and keeps what the next block needs.
  ///
  /// - Parameter count: pairs loaded; sums beyond are meaningless.
  @_noAllocation @_noLocks
  mutating func run(_ count: Int, _ taps: inout InlineArray<12, Int16>) {
    for i in 0..<32 {
      evenSums[i] = 0
      oddSums[i] = 0
    }
    for tap in 0..<12 {
      let evenTap = Int32(taps[tap])
      let oddTap = Int32(taps[11 &- tap])
      for i in 0..<32 {
        evenSums[i] &+= Int32(even[tap &+ i]) &* evenTap
        oddSums[i] &+= Int32(odd[tap &+ i]) &* oddTap
      }
    }
    for i in 0..<Self.reach {
      even[i] = even[count &+ i]
      odd[i] = odd[count &+ i]
    }
  }
}
