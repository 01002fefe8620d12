/// What goes into a store in one transaction.
public struct ProjectedBatch: Sendable, Equatable {
  /// In the journal's order.
  public var records: [ProjectedRecord]
  public var parked: [ParkedRecord]
  /// The journal's number that is stored afterwards: the last of the batch.
  public var cursor: UInt64

  public init(records: [ProjectedRecord] = [], parked: [ParkedRecord] = [], cursor: UInt64) {
    self.records = records
    self.parked = parked
    self.cursor = cursor
  }
}
