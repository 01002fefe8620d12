public import Audio

/// Counts of latencies in whole milliseconds up to a second.
public struct LatencyCounts: Sendable {
  private var counts = [Int](repeating: 0, count: 1_001)
  public private(set) var total = 0
  public private(set) var longest = MediaTime.zero

  public init() {}

  mutating func add(_ latency: MediaTime) {
    counts[max(0, min(1_000, Int(latency.milliseconds)))] += 1
    total += 1
    longest = max(longest, latency)
  }

  /// The whole millisecond under which the share `quantile` (0…1) lies.
  public func quantile(_ quantile: Double) -> MediaTime {
    let rank = max(1, Int((quantile * Double(total)).rounded(.up)))
    var seen = 0
    for index in counts.indices {
      seen += counts[index]
      if seen >= rank { return .milliseconds(Int64(index)) }
    }
    return longest
  }
}
