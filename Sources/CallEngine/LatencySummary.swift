public import Audio

/// Counts latencies in buckets of a tenth of an octave from 1 ms to about a minute: quantiles to within 7 %.
public struct LatencySummary: Sendable, Equatable {
  private var buckets = [Int](repeating: 0, count: 160)
  public private(set) var count = 0
  public private(set) var sum = MediaTime.zero
  public private(set) var longest = MediaTime.zero

  public init() {}

  public mutating func add(_ latency: MediaTime) {
    buckets[Self.bucket(of: latency)] += 1
    count += 1
    sum += latency
    longest = max(longest, latency)
  }

  /// The latency that the share `quantile` (0…1) does not exceed; zero while nothing was counted.
  public func quantile(_ quantile: Double) -> MediaTime {
    guard count > 0 else { return .zero }
    let rank = max(1, Int((quantile * Double(count)).rounded(.up)))
    var seen = 0
    for index in buckets.indices {
      seen += buckets[index]
      if seen >= rank { return min(longest, Self.upperBound(of: index)) }
    }
    return longest
  }

  private static let factor = 1.071_773_462_536_293  // 2^(1/10)

  private static func bucket(of latency: MediaTime) -> Int {
    var bound = 1_000_000.0
    var index = 0
    while index < 159, Double(latency.nanoseconds) > bound {
      bound *= factor
      index += 1
    }
    return index
  }

  private static func upperBound(of index: Int) -> MediaTime {
    var bound = 1_000_000.0
    for _ in 0..<index { bound *= factor }
    return MediaTime(nanoseconds: Int64(bound))
  }
}
