internal import PostgresStore
internal import Records

/// Brings a dump back into a database that is empty, or made so.
struct PostgresRestore {
  private let options: PostgresOptions
  private let store: PostgresStore

  init(_ options: PostgresOptions) {
    self.options = options
    store = PostgresStore(options)
  }

  /// - Throws: `BackupError.targetInUse` when there are tables.
  func checkEmpty() throws(BackupError) {
    let count = try BackupError.storing { () throws(StoreError) in try store.tableCount() }
    if count > 0 { throw .targetInUse(what: "\(store.place) holds \(count) tables") }
  }

  /// All of the dump or nothing of it. Counts what is there then.
  ///
  /// - Parameter aside: the name that the schema gets in which everything is now; nil when the database is empty.
  func run(_ dump: String, aside: String?) throws(BackupError) -> (contents: StoreContents, isAside: Bool) {
    guard let aside else {
      try checkEmpty()
      return (try restore(dump), false)
    }
    let hadTables = try BackupError.storing { () throws(StoreError) -> Bool in
      let count = try store.tableCount()
      if count > 0 { try store.moveAside(to: aside) }
      return count > 0
    }
    do throws(BackupError) {
      return (try restore(dump), hadTables)
    } catch {
      if hadTables {
        try BackupError.storing { () throws(StoreError) in try store.moveBack(from: aside) }
      }
      throw error
    }
  }

  private func restore(_ dump: String) throws(BackupError) -> StoreContents {
    let address = try BackupError.storing { () throws(StoreError) in try options.programAddress() }
    try Program(
      name: "pg_restore",
      arguments: [
        "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", "--no-password",
        "--dbname=\(address.argument)", dump,
      ], environment: address.environment
    ).run()
    return try BackupError.storing { () throws(StoreError) in try store.contents() }
  }
}
