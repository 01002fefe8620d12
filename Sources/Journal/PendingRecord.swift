/// A record on its way to the disk.
struct PendingRecord {
  /// What a record costs in memory besides its payload, in bytes: what is allocated, rounded up.
  static let overhead = 160

  let record: JournalRecord
  /// Nanoseconds of the monotonic clock.
  let appendedAt: Int64

  var cost: Int { record.payload.count + Self.overhead }
}
