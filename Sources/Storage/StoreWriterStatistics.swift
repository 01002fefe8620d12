/// How a `StoreWriter` is getting on: totals since it was made.
public struct StoreWriterStatistics: Sendable, Equatable {
  /// Records accepted.
  public var submitted = 0
  public var written = 0
  /// Accepted and neither written nor rejected yet.
  public var pending = 0
  /// Turned away because the queue was full, or after the shutdown.
  public var refused = 0
  /// Records that the database will never take.
  public var rejected = 0
  public var transactions = 0
  public var failedAttempts = 0
  /// The last attempt failed.
  public var isFailing = false
}
