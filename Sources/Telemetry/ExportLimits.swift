public import Audio

/// Bounds of the way to a collector.
public struct ExportLimits: Sendable, Equatable {
  /// Spans that wait; the newest beyond them is dropped.
  public var waitingSpans = 8_192
  public var batchSpans = 512
  /// How long a span may wait for others to go with.
  public var delay = MediaTime.seconds(1 as Int64)
  /// Attempts for one batch.
  public var attempts = 6
  /// For an answer that the sender never brings, beyond the attempt's own time.
  public var grace = MediaTime.seconds(2 as Int64)
  /// The first pause after a failure; each is about twice the last.
  public var firstPause = MediaTime.milliseconds(500)
  public var longestPause = MediaTime.seconds(30 as Int64)

  public init() {}
}
