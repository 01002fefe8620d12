/// What became of a batch.
public struct ProjectedCounts: Sendable, Equatable {
  public var applied = 0
  /// Records that the store had already, by number or by call and sequence.
  public var repeated = 0
  /// Sequences that a call never brought.
  public var missing = 0

  public init() {}
}
