/// Bounds for the histograms of what is usually measured, in base units.
public enum MetricBuckets {
  /// Latencies a person notices: 1 ms to 10 s, close together around the pauses of a conversation.
  public static let latency: [Double] = [
    0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.5, 2, 3, 5,
    10,
  ]
  /// How late something was done: 0.25 ms to half a second, doubling.
  public static let lateness: [Double] = (0..<12).map { 0.000_25 * Double(1 << $0) }
  /// Sizes: 64 B to 64 MiB, by fours.
  public static let bytes: [Double] = (0..<11).map { Double(64 << ($0 * 2)) }
  /// Numbers of anything: 1 to 100 000 by 1, 2, 5.
  public static let numbers: [Double] = [
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000,
  ]

  /// What a recorder gets whose name says its unit.
  static func standard(forName name: String) -> [Double] {
    if name.hasSuffix("_seconds") { return latency }
    if name.hasSuffix("_bytes") { return bytes }
    return numbers
  }
}
