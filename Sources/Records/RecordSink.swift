/// Where records come to rest: a database. Called on one thread; may block.
public protocol RecordSink: Sendable {
  /// The number in the journal of the last record that is stored; 0 when none is.
  func cursor() throws(StoreError) -> UInt64

  /// Stores a batch and its cursor, or nothing of it. Records that are there already are passed over: those with a
  /// number up to the cursor, and those with a sequence up to the last that is stored of their call. A batch whose
  /// outcome is unknown, since the connection was cut while it was committed, is given again as it was.
  @discardableResult
  func apply(_ batch: ProjectedBatch) throws(StoreError) -> ProjectedCounts

  /// Calls of this journal that have no end.
  func openCalls() throws(StoreError) -> [OpenCall]
}
