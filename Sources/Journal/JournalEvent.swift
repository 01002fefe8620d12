public import Audio

/// What an operator must hear of. Told on the journal's writer thread.
public enum JournalEvent: Equatable, Sendable {
  /// No room, or closed: the record was not taken. At most 256 by name for each turn of the writer.
  case refused(call: CallID, sequence: UInt32)
  /// As many more were refused than there was room to name.
  case refusedUnnamed(count: Int)
  /// The cipher refused; the record is not stored.
  case unsealable(call: CallID, sequence: UInt32)
  /// Nothing can be written; records wait in memory. Told once for each different error in a row.
  case failing(JournalError)
  /// Writing works again after so many failed attempts.
  case recovered(attempts: Int)
  /// A sync failed: what this segment got since the last one counts as lost on disk, and so many records are written
  /// again, to another segment.
  case windowRewritten(segment: String, records: Int)
  /// Closed before the disk came back; the record is not stored. At most 256 by name.
  case lost(call: CallID, sequence: UInt32)
  /// As many more were lost at closing than were named.
  case lostUnnamed(count: Int)
}
