/// A histogram as it stood at one moment.
public struct HistogramSnapshot: Sendable, Equatable {
  /// Upper bounds, ascending and finite.
  public let bounds: [Double]
  /// How many values fell into each bucket (not cumulative); one more than there are bounds, the last without
  /// an upper bound.
  public let counts: [UInt64]
  /// Of all values, in their unit.
  public let sum: Double

  /// - Precondition: one count more than bounds.
  public init(bounds: [Double], counts: [UInt64], sum: Double) {
    precondition(counts.count == bounds.count + 1, "a histogram has one count more than it has bounds")
    self.bounds = bounds
    self.counts = counts
    self.sum = sum
  }

  public var count: UInt64 { counts.reduce(0, &+) }

  /// The upper bound of the bucket in which the share `quantile` (0…1) of the values is reached: infinity when
  /// that bucket has none, nil while nothing was counted.
  public func upperBound(ofQuantile quantile: Double) -> Double? {
    let count = count
    guard count > 0 else { return nil }
    let rank = max(1, min(Double(count), (quantile * Double(count)).rounded(.up)))
    var seen: UInt64 = 0
    for (index, bound) in bounds.enumerated() {
      seen += counts[index]
      if Double(seen) >= rank { return bound }
    }
    return .infinity
  }
}
