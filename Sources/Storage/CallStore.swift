internal import Foundation
internal import GRDB

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
    do {
      try pool.read { db in
        if try StoreSchema.migrator.hasBeenSuperseded(db) { throw StoreError.newerSchema }
      }
      try StoreSchema.migrator.migrate(pool)
    } catch { throw StoreError(error, path: path) }
  }

  /// Opens a database that is there, perhaps in use by another process, for reading.
  public static func reading(path: String) throws(StoreError) -> CallStore {
    guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
    let store = try CallStore(path: path, readsOnly: true)
    do {
      try store.pool.read { db in
        if try StoreSchema.migrator.hasBeenSuperseded(db) { throw StoreError.newerSchema }
        guard try db.tableExists("calls") else {
          throw StoreError.corrupted(reason: "it holds no calls")
        }
      }
    } catch { throw StoreError(error, path: path) }
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
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    }
    self.path = path
    do {
      pool = try DatabasePool(path: path, configuration: configuration)
    } catch { throw StoreError(error, path: path) }
  }
}
