/// Which traces are kept: those whose id says so, so that every program with the same share decides the same.
///
/// A trace is kept when the last 56 bits of its id, which are random, are at least the threshold (OpenTelemetry's
/// consistent probability sampling). Whatever is kept at a smaller share is kept at a larger one.
public struct TraceSampler: Sendable, Equatable {
  /// Of all traces, 0 to 1.
  public let ratio: Double
  private let threshold: UInt64
  private static let randomBits: UInt64 = 1 << 56

  /// - Parameter ratio: what is not within 0 to 1 counts as the nearer of them, what is no number as 0.
  public init(ratio: Double) {
    self.ratio = ratio > 0 ? min(ratio, 1) : 0
    threshold = UInt64(((1 - self.ratio) * Double(Self.randomBits)).rounded())
  }

  public func keeps(_ trace: TraceID) -> Bool { trace.low & (Self.randomBits - 1) >= threshold }
}
