public import Journal

/// What a projection did since it was made.
public struct ProjectionStatistics: Sendable, Equatable {
  /// Records that are in the store through it.
  public var applied = 0
  /// Records that the store had already.
  public var repeated = 0
  public var parked = 0
  /// Records of people whose key was destroyed: passed over.
  public var erased = 0
  /// Sequences that calls never brought: refused by the journal, or lost with the last window of a killed process.
  public var missing = 0
  /// Numbers of the journal that cannot be read.
  public var unreadable: UInt64 = 0
  public var transactions = 0
  public var failedAttempts = 0
  /// The last attempt failed.
  public var isFailing = false
  /// Calls of earlier processes that it has ended.
  public var closedCalls = 0
  /// That is done.
  public var hasClosedCalls = false
  public var segmentsRemoved = 0
  /// The last number of the journal that is in the store.
  public var cursor: UInt64 = 0

  /// Nanoseconds from a record's append to the end of the transaction that stored it, at most a sync's interval too
  /// long. Records of earlier processes are not in it.
  public var storingLag = DurationCounts()

  public init() {}
}
