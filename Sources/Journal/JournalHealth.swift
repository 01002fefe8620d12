/// Whether the journal can take the records of further calls.
public struct JournalHealth: Equatable, Sendable {
  public enum State: Equatable, Sendable {
    case working
    /// The last attempt to write failed; it is tried again.
    case failing(JournalError)
    case closed
  }
  public var state: State
  /// Records and bytes of memory that are not yet durable.
  public var pendingRecords: Int
  public var pendingBytes: Int
  /// False while failing, closed, or more than half full: admit no call then.
  public var isAccepting: Bool
}
