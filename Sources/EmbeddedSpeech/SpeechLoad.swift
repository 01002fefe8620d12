public import Audio

/// How busy the speech pool is, for admission and for metrics.
public struct SpeechLoad: Equatable, Sendable {
  /// Jobs waiting, partial recognitions among them.
  public var queueDepth: Int
  /// Jobs being worked on.
  public var running: Int
  /// The 95th percentile of how long recent jobs waited before they were started; partial recognitions are not
  /// counted. Zero when nothing was started recently.
  public var p95Wait: MediaTime
  /// How long the oldest waiting job has been waiting; partial recognitions are not counted.
  public var oldestWait: MediaTime
  /// Jobs refused because the queue was full, since the start.
  public var refused: Int
  /// Partial recognitions that a newer one of the same stream replaced before they were started.
  public var coalesced: Int
  /// New calls should be refused: work waits longer than a caller would accept.
  public var isOverloaded: Bool
}
