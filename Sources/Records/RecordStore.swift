public import Audio

/// A database of calls: what a journal's records are applied to, and what is read from.
///
/// Any thread may call it, and each call blocks until the database has answered. One thread at a time applies.
public protocol RecordStore: RecordSink {
  /// Records that were refused, in order of their number.
  func parked(limit: Int) throws(StoreError) -> [ParkedRecord]

  /// Brings the tables to a version; the newest when it is nil. Another process that does the same is waited for.
  func migrate(to version: Int?) throws(StoreError) -> SchemaStatus
  func schemaStatus() throws(StoreError) -> SchemaStatus

  /// How many of a call's records are stored, and the sequence of the last; nil when none is.
  func progress(of call: CallID) throws(StoreError) -> CallProgress?

  func call(_ id: CallID) throws(StoreError) -> CallSummary?
  /// The only call whose id begins with `prefix`, in either letter case; nil when there is none.
  ///
  /// - Throws: `StoreError.ambiguous` when there are several.
  func call(matching prefix: String) throws(StoreError) -> CallSummary?
  func calls(_ query: CallQuery) throws(StoreError) -> CallPage
  /// Everything stored of a call; nil when it is not stored.
  func transcript(of id: CallID) throws(StoreError) -> Transcript?
  func search(_ query: TextQuery) throws(StoreError) -> TextPage

  /// Every number and URI that a call, a contact or a consent names, each once: one person's may be spelled in several
  /// ways.
  func numbers() throws(StoreError) -> [String]
  /// What is known of a person beside what was said in calls.
  ///
  /// - Parameter numbers: as they are spelled here.
  func person(_ numbers: [String]) throws(StoreError) -> PersonRecords
  /// Takes a person out, in one transaction: everything said, noted and agreed in the calls, and what else names the
  /// numbers. When the calls were, how long and what came of them stays. Again, it finds nothing.
  func erase(_ numbers: [String], calls: [CallID]) throws(StoreError) -> ErasedCounts
  /// Rewrites what erased rows have left in indexes, logs and free pages, as far as the database does that while it is
  /// in use. Takes long in a large one; nothing is stored meanwhile.
  func scrub() throws(StoreError)

  /// How much there is. Reads the tables once.
  func contents() throws(StoreError) -> StoreContents

  /// Calls that came in before a time (milliseconds since 1970) of which something of a kind is there, ascending; only
  /// those behind `after`, at most `limit`. A call that has no end is counted as running for a day more. None for kinds
  /// that are files only.
  func expired(
    _ kind: RetainedKind, beforeMs: Int64, after: CallID?, limit: Int
  ) throws(StoreError) -> [ExpiredCall]
  /// Removes what is of a kind from calls; `RetainedKind` says what that is. One transaction; files are not touched.
  func expire(_ kind: RetainedKind, of calls: [CallID]) throws(StoreError)
  /// Removes at once what a store keeps in one piece for a time that is over (PostgreSQL: the partition of a month).
  /// Gives the number of calls of which something went; what cannot be removed at once stays, and `expired` names it.
  func dropExpired(_ kind: RetainedKind, beforeMs: Int64) throws(StoreError) -> Int
}
