internal import Foundation
internal import GRDB
public import Records

/// Calls, their turns, timings and events in a SQLite database.
///
/// Any thread may use it; one at a time writes while others read (write-ahead log). A process that is killed loses
/// nothing that `write` has returned for.
public final class CallStore: Sendable {
  public let path: String
  let pool: DatabasePool

  /// Opens a database for reading and writing; makes it, and brings an older one up to date.
  public convenience init(path: String) throws(StoreError) {
    try self.init(path: path, readsOnly: false)
    let status = try schemaStatus()
    if status.version > status.newest { throw .newerSchema }
    if status.version < status.newest { _ = try migrate(to: nil) }
  }

  /// Opens a database, or makes it, and leaves its tables as they are.
  public static func unmigrated(path: String) throws(StoreError) -> CallStore {
    try CallStore(path: path, readsOnly: false)
  }

  /// Opens a database that is there, perhaps in use by another process, for reading.
  public static func reading(path: String) throws(StoreError) -> CallStore {
    guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
    let store = try CallStore(path: path, readsOnly: true)
    let status = try store.schemaStatus()
    if status.version == 0 { throw .corrupted(reason: "it holds no calls") }
    if status.version > status.newest { throw .newerSchema }
    if status.version < status.newest {
      throw .olderSchema(version: status.version, newest: status.newest)
    }
    return store
  }

  /// Lets the database grow to `pages` pages of 4 KiB at most: a full disk, for tests. 0 lifts the limit.
  package func limitSize(pages: Int) throws(StoreError) {
    do {
      try pool.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA max_page_count = \(pages > 0 ? pages : 1_073_741_823)")
      }
    } catch { throw StoreError(error, path: path) }
  }

  private init(path: String, readsOnly: Bool) throws(StoreError) {
    var configuration = Configuration()
    configuration.readonly = readsOnly
    configuration.busyMode = .timeout(5)
    configuration.label = "calls"
    if !readsOnly {
      // Segments of the journal go once their records are here: a power cut must not take back what was committed.
      // What is deleted is overwritten.
      // Rows of a thousand calls go to many places: a page is written once for several batches.
      configuration.prepareDatabase {
        try $0.execute(
          sql: """
            PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -16384;
            PRAGMA wal_autocheckpoint = 4000
            """)
      }
    }
    self.path = path
    do {
      pool = try DatabasePool(path: path, configuration: configuration)
    } catch { throw StoreError(error, path: path) }
  }
}
