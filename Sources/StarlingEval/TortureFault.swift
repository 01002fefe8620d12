import ArgumentParser

/// What is done to the engine's surroundings while calls run.
enum TortureFault: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// PostgreSQL is stopped as by a crash, and started again.
  case serverKilled = "server-killed"
  /// PostgreSQL takes no changes (`default_transaction_read_only`).
  case readOnly = "read-only"
  /// A proxy cuts every connection to PostgreSQL after a few bytes, whatever is under way.
  case connectionsCut = "connections-cut"
  /// The file system of PostgreSQL has no room.
  case databaseDiskFull = "database-disk-full"
  /// The file system of the journal has no room.
  case journalDiskFull = "journal-disk-full"

  static let ofDatabase: [Self] = [.serverKilled, .readOnly, .connectionsCut, .databaseDiskFull]
}
