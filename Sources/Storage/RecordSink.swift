/// Where records come to rest: a database, or whatever stands before one.
public protocol RecordSink: Sendable {
  /// Stores all of `records`, in order, or none. Called on one thread; may block.
  func write(_ records: [StoreRecord]) throws(StoreError)
}
