/// What became of the callers' frames, by the engine's own counters.
public struct CallerFrames: Equatable, Sendable {
  /// Frames that the engine took and heard.
  public var received: Double
  /// Frames that the engine refused, or says never came.
  public var lost: Double

  /// What happened between two readings of `/metrics`, the second one after the last call ended; nil when the
  /// counters are not there.
  public init?(before: MetricsPage, after: MetricsPage) {
    func grown(_ name: String) -> Double? {
      guard let last = after.sum(name) else { return nil }
      return last - (before.sum(name) ?? 0)
    }
    guard let received = grown("starling_frames_received_total") else { return nil }
    self.received = received
    lost = ["refused", "lost", "skipped", "too_fast"].reduce(0) {
      $0 + (grown("starling_frames_\($1)_total") ?? 0)
    }
  }

  /// Frames lost or unprocessed of `sent`: those that were counted as lost, and those nobody saw.
  public func missing(of sent: Double) -> Double { lost + max(0, sent - received - lost) }
}
