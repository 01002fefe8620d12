/// What a restore has done.
public struct RestoreReport: Sendable, Equatable {
  public var manifest: BackupManifest
  /// Where what was there before is now; nil when there was nothing.
  public var aside: String?
  /// The schema in PostgreSQL that holds what was there before.
  public var schemaAside: String?
  /// Records behind the database's cursor, which the next start stores.
  public var journalRecords: Int
  /// Whether a journal that was in the data folder was kept and goes on.
  public var keptJournal: Bool
}
