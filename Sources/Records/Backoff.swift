/// Pauses between attempts: each about twice the last, up to a limit, and never the same for two that failed together.
public struct Backoff: Sendable, Equatable {
  public var firstMs: Int
  public var lastMs: Int
  private var attempts = 0

  /// - Parameters:
  ///   - firstMs: the mean of the first pause, at least 1.
  ///   - lastMs: the most that any pause lasts.
  public init(firstMs: Int = 250, lastMs: Int = 5_000) {
    self.firstMs = max(firstMs, 1)
    self.lastMs = max(lastMs, self.firstMs)
  }

  /// The next pause, in milliseconds: evenly spread over the upper half of what the attempts allow.
  public mutating func next(using generator: inout some RandomNumberGenerator) -> Int {
    let doublings = min(attempts, 30)
    attempts += 1
    let (grown, overflows) = firstMs.multipliedReportingOverflow(by: 1 << doublings)
    let ceiling = overflows ? lastMs : min(grown, lastMs)
    return Int.random(in: (ceiling + 1) / 2...ceiling, using: &generator)
  }

  public mutating func reset() { attempts = 0 }
}
