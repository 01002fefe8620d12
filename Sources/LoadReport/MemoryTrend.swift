/// How a process's memory goes while calls come and go.
public struct MemoryTrend: Equatable, Sendable {
  /// Resident KiB, one after another at equal distances.
  private var samples: [Double] = []

  public init() {}

  public mutating func add(residentKiB: Double) { samples.append(residentKiB) }

  public var last: Double? { samples.last }

  /// By how much the last third is over the middle third, on average, in KiB; nil with fewer than nine samples. The
  /// first third is left out: pools and caches fill.
  public var growthKiB: Double? {
    guard samples.count >= 9 else { return nil }
    let third = samples.count / 3
    return Self.mean(samples.suffix(third))
      - Self.mean(samples.dropFirst(samples.count - 2 * third).prefix(third))
  }

  private static func mean(_ values: ArraySlice<Double>) -> Double {
    values.reduce(0, +) / Double(max(1, values.count))
  }
}
