/// How far the store is behind the journal.
public struct ProjectionLag: Sendable, Equatable {
  /// Durable records that are not in the store.
  public var records: UInt64
  /// Since when the store has not had everything that was durable; 0 when it has. By a clock that does not jump.
  public var seconds: Double

  public init(records: UInt64, seconds: Double) {
    self.records = records
    self.seconds = seconds
  }
}
