internal import GRDB
public import Records

extension CallStore {
  public func schemaStatus() throws(StoreError) -> SchemaStatus {
    do {
      return Self.status(try pool.read(Self.version))
    } catch { throw StoreError(error, path: path) }
  }

  /// One transaction for all steps: another process waits for it, and a step that fails leaves everything as it was.
  public func migrate(to version: Int?) throws(StoreError) -> SchemaStatus {
    let target = version ?? StoreMigrations.newest
    guard (0...StoreMigrations.newest).contains(target) else {
      throw .misconfigured(reason: "there is no version \(target): 0 to \(StoreMigrations.newest)")
    }
    do {
      try pool.writeWithoutTransaction { db in
        try db.inTransaction(.immediate) {
          try Self.migrate(db, to: target)
          return .commit
        }
      }
    } catch { throw StoreError(error, path: path) }
    return Self.status(target)
  }

  /// The tables' version; 0 when there are none.
  static func version(_ db: Database) throws -> Int {
    if try db.tableExists("schema_migrations") {
      return try Int.fetchOne(db, sql: "SELECT coalesce(max(version), 0) FROM schema_migrations") ?? 0
    }
    // Before migrations had a table of ours, the first two were recorded here.
    guard try db.tableExists("grdb_migrations") else { return 0 }
    return try Int.fetchOne(db, sql: "SELECT count(*) FROM grdb_migrations") ?? 0
  }

  private static func migrate(_ db: Database, to target: Int) throws {
    let found = try version(db)
    guard found <= StoreMigrations.newest else { throw StoreError.newerSchema }
    if try !db.tableExists("schema_migrations") {
      try db.execute(
        sql: """
          CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
          DROP TABLE IF EXISTS grdb_migrations;
          """)
      for migration in StoreMigrations.all.prefix(found) {
        try db.execute(
          sql: "INSERT INTO schema_migrations VALUES (?, ?)", arguments: [migration.number, migration.name])
      }
    }
    for (script, reached) in Migration.scripts(from: found, to: target, of: StoreMigrations.all) {
      try db.execute(sql: script)
      if target > found {
        try db.execute(
          sql: "INSERT INTO schema_migrations VALUES (?, ?)",
          arguments: [reached, StoreMigrations.all[reached - 1].name])
      } else {
        try db.execute(sql: "DELETE FROM schema_migrations WHERE version > ?", arguments: [reached])
      }
    }
  }

  private static func status(_ version: Int) -> SchemaStatus {
    SchemaStatus(
      version: version, newest: StoreMigrations.newest, migrations: StoreMigrations.all.map(\.title))
  }
}
