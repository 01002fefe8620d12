/// The 24-tap quadrature mirror filter's memory, split into its even and odd taps (ITU-T G.722 sections 3.1, 4.4).
///
/// Each half is written twice, twelve places apart, so that its latest twelve values always lie in one stretch.
struct G722Filter: Sendable {
  private var even = InlineArray<24, Int32>(repeating: 0)
  private var odd = InlineArray<24, Int32>(repeating: 0)
  private var position = 0

  /// Takes in a pair of values and returns the two halves of the filter's output, scaled by 2^12.
  @_noAllocation @_noLocks @inline(__always)
  mutating func push(
    _ first: Int32, _ second: Int32, _ filter: borrowing InlineArray<12, Int32>
  ) -> (even: Int32, odd: Int32) {
    even[position] = first
    even[position &+ 12] = first
    odd[position] = second
    odd[position &+ 12] = second
    position = position == 11 ? 0 : position &+ 1
    var evenSum: Int32 = 0
    var oddSum: Int32 = 0
    for i in 0..<12 {
      evenSum &+= even[position &+ i] &* filter[i]
      oddSum &+= odd[position &+ i] &* filter[11 &- i]
    }
    return (evenSum, oddSum)
  }
}
