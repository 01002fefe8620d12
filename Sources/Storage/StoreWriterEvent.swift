/// What a `StoreWriter` has to tell whoever watches over it.
public enum StoreWriterEvent: Sendable, Equatable {
  /// Writing failed; the records are kept and tried again. Told at every attempt.
  case failing(StoreError, pending: Int)
  /// Writing works again.
  case recovered
  /// The database will never take this record; it was counted and put aside so that the others can go on.
  case rejected(StoreRecord, StoreError)
}
