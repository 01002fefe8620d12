public import Audio

/// How long a provider mostly takes: a quantile of its latest times.
public struct LatencyEstimate: Sendable {
  private static let window = 64
  /// Fewer say nothing about the slowest twentieth.
  private static let least = 20
  private var times: [MediaTime] = []
  private var next = 0

  public init() {}

  public mutating func note(_ time: MediaTime) {
    let time = max(.zero, time)
    if times.count < Self.window {
      times.append(time)
    } else {
      times[next] = time
      next = (next + 1) % Self.window
    }
  }

  /// Nineteen of twenty of the last 64 took no longer; nil before there were twenty.
  public var percentile95: MediaTime? {
    guard times.count >= Self.least else { return nil }
    return times.sorted()[(times.count * 95 + 99) / 100 - 1]
  }
}
