public import Journal
public import Records

/// What an operator must hear of. Told on the projection's thread.
public enum ProjectionEvent: Sendable, Equatable {
  /// The store cannot be written to; nothing is lost, the records stay in the journal. Told once for each different error in
  /// a row, with the records that wait.
  case storeFailing(StoreError, behind: UInt64)
  /// The journal cannot be read; it is tried again.
  case journalFailing(JournalError)
  /// It works again, after so many failed attempts.
  case recovered(attempts: Int)
  /// The record lies in the store's table of those it could not take.
  case parked(ParkedRecord)
  /// So many numbers of the journal cannot be read any more.
  case unreadable(count: UInt64)
  /// Calls that an earlier process left without an end have one now.
  case closedCalls(count: Int)
  /// Segments of the journal that are not needed any more could not be removed; they cost disk.
  case segmentsKept(JournalError)
}
