public import Records

/// One moment of a database, held so that `pg_dump --snapshot` can copy just that. Ends when it is released.
public final class PostgresSnapshot {
  /// What `pg_dump --snapshot` wants.
  public let name: String
  public let schema: Int
  /// Of the journal that the options name.
  public let cursor: UInt64
  public let contents: StoreContents
  private let session: PostgresSession

  public init(_ options: PostgresOptions) throws(StoreError) {
    let session = PostgresSession(options)
    self.session = session
    let status = try session.schemaStatus()
    if status.version > status.newest { throw .newerSchema }
    if status.version < status.newest {
      throw .olderSchema(version: status.version, newest: status.newest)
    }
    schema = status.version
    let held = try session.run { connection throws(PostgresFailure) -> (String, UInt64, StoreContents) in
      try connection.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
      try connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
      let name = try connection.query("SELECT pg_export_snapshot()").text(0, 0)
      let cursor = try connection.query(
        "SELECT cursor FROM projection_cursors WHERE journal = $1", [.text(options.journal)])
      let number = cursor.count == 0 ? 0 : UInt64(bitPattern: cursor.integer(0, 0) ?? 0)
      return (name, number, try connection.contents())
    }
    (name, cursor, contents) = held
  }
}
