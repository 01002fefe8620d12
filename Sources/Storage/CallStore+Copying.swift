internal import Foundation
internal import GRDB
public import Records

extension CallStore {
  /// What a copy was found to hold.
  public struct Copy: Sendable, Equatable {
    public var schema: Int
    public var cursor: UInt64
    public var contents: StoreContents
  }

  /// 16 MiB: how much is copied between two reports.
  private static let pagesPerStep: Int32 = 4_096

  /// Copies the database as it is at one moment into a new file, while others write to it (SQLite's online backup).
  ///
  /// One read transaction holds the moment, so that writers neither wait nor make the copy begin anew; the
  /// write-ahead log grows meanwhile.
  ///
  /// - Parameter progress: called about every 16 MiB with the pages copied and all of them.
  public func copy(
    to target: String, progress: (_ done: Int, _ total: Int) throws -> Void
  ) throws(StoreError) -> Copy {
    do {
      let queue = try DatabaseQueue(path: target)
      defer { try? queue.close() }
      let copy = try pool.read { source in
        // The first query fixes the moment.
        let copy = Copy(
          schema: try Self.version(source), cursor: try Self.cursor(source),
          contents: try Self.contents(source))
        try withoutActuallyEscaping(progress) { progress in
          try queue.inDatabase { target in
            try source.backup(to: target, pagesPerStep: Self.pagesPerStep) { step in
              try progress(step.completedPageCount, step.totalPageCount)
            }
          }
        }
        return copy
      }
      // One file, without a log beside it.
      try queue.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      return copy
    } catch { throw StoreError(error, path: target) }
  }

  /// Opens a copy for reading alone and goes through all of it (`integrity_check`). Nothing is written beside it.
  ///
  /// - Throws: `StoreError.corrupted` with what is wrong.
  public static func check(copy path: String) throws(StoreError) -> Copy {
    guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
    var configuration = Configuration()
    configuration.readonly = true
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      return try queue.read { db in
        let found = try String.fetchAll(db, sql: "PRAGMA integrity_check(10)")
        guard found == ["ok"] else { throw StoreError.corrupted(reason: found.joined(separator: "; ")) }
        let schema = try Self.version(db)
        if schema > StoreMigrations.newest { throw StoreError.newerSchema }
        if schema == 0 { throw StoreError.corrupted(reason: "it holds no calls") }
        return Copy(schema: schema, cursor: try Self.cursor(db), contents: try Self.contents(db))
      }
    } catch { throw StoreError(error, path: path) }
  }
}
