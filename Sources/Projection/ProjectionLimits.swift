/// How much a projection takes at once and how long it waits.
public struct ProjectionLimits: Sendable, Equatable {
  /// The most records in one transaction.
  public var batch = 8_192
  /// The most bytes of payload in one transaction, but for a last record that leads beyond.
  public var batchBytes = 8 << 20
  /// Milliseconds between two looks at the journal when nothing more is durable.
  public var pause = 50
  /// Milliseconds before the first attempt that follows a failed one; doubled each time, up to the longest, and each time
  /// shortened by up to a half, so that engines that lost one database together do not come back together.
  public var firstRetry = 100
  public var longestRetry = 5_000
  /// Milliseconds between two removals of segments that are not needed any more.
  public var removalPause = 1_000

  public init() {}
}
