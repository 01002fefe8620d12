/// Durations counted in buckets an eighth of an octave wide: quantiles are right to 12.5 %.
public struct DurationCounts: Equatable, Sendable {
  private var buckets = [Int](repeating: 0, count: 496)
  public private(set) var count = 0
  /// Nanoseconds; 0 when nothing was counted.
  public private(set) var longest: Int64 = 0

  public init() {}

  /// - Parameter times: how often it is counted.
  public mutating func add(nanoseconds: Int64, times: Int = 1) {
    let value = max(0, nanoseconds)
    count += times
    longest = max(longest, value)
    buckets[Self.bucket(of: UInt64(value))] += times
  }

  public mutating func add(_ other: DurationCounts) {
    for index in buckets.indices { buckets[index] += other.buckets[index] }
    count += other.count
    longest = max(longest, other.longest)
  }

  /// The duration that the share `quantile` (0...1) of all does not exceed, in nanoseconds; at most `longest`.
  public func quantile(_ quantile: Double) -> Int64 {
    let rank = Int((Double(count) * min(max(quantile, 0), 1)).rounded(.up))
    var seen = 0
    for (index, inBucket) in buckets.enumerated() where inBucket > 0 {
      seen += inBucket
      if seen >= rank { return min(longest, Self.upperBound(of: index)) }
    }
    return longest
  }

  private static func bucket(of value: UInt64) -> Int {
    guard value >= 8 else { return Int(value) }
    let octave = 63 - value.leadingZeroBitCount
    return (octave - 2) << 3 | Int(value >> UInt64(octave - 3) & 7)
  }

  private static func upperBound(of bucket: Int) -> Int64 {
    guard bucket >= 8 else { return Int64(bucket) }
    let shift = (bucket >> 3) - 1
    return (Int64(8 | bucket & 7) + 1) << Int64(shift) - 1
  }
}
