internal import Audio
internal import Records

/// A connection that is made when it is needed, and again when it broke.
///
/// Used by one thread at a time. It does not wait before it connects again: whoever tries again does, with `Backoff`.
final class PostgresSession {
  private let options: PostgresOptions
  private var connection: PostgresConnection?
  /// The cursor as it is stored, since the connection was made.
  private var cursor: UInt64?
  private var knownMonths: Set<CallMonth> = []

  init(_ options: PostgresOptions) { self.options = options }

  /// Whether nothing is known to be wrong with it.
  var isSound: Bool { connection?.isBroken == false }

  /// Runs `body` on a connection; a failure comes back in every store's words.
  func run<Value>(
    _ body: (PostgresConnection) throws(PostgresFailure) -> Value
  ) throws(StoreError) -> Value {
    do throws(PostgresFailure) {
      let connection = try connected()
      return try body(connection)
    } catch {
      // What is known of the cursor may be wrong after a conflict as well as after a lost connection.
      cursor = nil
      if connection?.isBroken != false { forget() }
      throw error.storeError(at: PostgresConnection.place(options))
    }
  }

  /// Runs `body` on a connection to tables of this program's version.
  func runOnTables<Value>(
    _ body: (PostgresConnection) throws(PostgresFailure) -> Value
  ) throws(StoreError) -> Value {
    if !isSound { forget() }
    if cursor == nil {
      let status = try schemaStatus()
      if status.version > status.newest { throw .newerSchema }
      if status.version < status.newest {
        throw .olderSchema(version: status.version, newest: status.newest)
      }
      cursor = try run { connection throws(PostgresFailure) in
        let rows = try connection.query(
          "SELECT cursor FROM projection_cursors WHERE journal = $1", [.text(options.journal)])
        return rows.count == 0 ? 0 : UInt64(bitPattern: rows.integer(0, 0) ?? 0)
      }
    }
    return try run(body)
  }

  /// The same for what only reads: a connection that was idle may have been cut since, so there is a second try.
  func readOnTables<Value>(
    _ body: (PostgresConnection) throws(PostgresFailure) -> Value
  ) throws(StoreError) -> Value {
    let wasSound = isSound
    do throws(StoreError) {
      return try runOnTables(body)
    } catch {
      guard wasSound, case .unreachable = error else { throw error }
      return try runOnTables(body)
    }
  }

  func forgetCursor() { cursor = nil }

  func forget() {
    connection = nil
    cursor = nil
    knownMonths = []
  }

  private func connected() throws(PostgresFailure) -> PostgresConnection {
    if let connection, !connection.isBroken { return connection }
    forget()
    let fresh = try PostgresConnection(options)
    connection = fresh
    return fresh
  }

  // MARK: Applying

  func knownCursor() throws(StoreError) -> UInt64 {
    try runOnTables { _ in }
    return cursor ?? 0
  }

  /// Two round trips: how far its calls are stored, then all rows and the cursor in one transaction.
  func apply(_ batch: ProjectedBatch) throws(StoreError) -> ProjectedCounts {
    let stored = try knownCursor()
    let known = try progress(of: RecordBatch.calls(of: batch, after: stored))
    let fresh = RecordBatch(batch, after: stored, progress: known)
    var months = Set(fresh.turns.map { CallMonth(of: $0.call) })
    months.formUnion(fresh.events.map { CallMonth(of: $0.call) })
    for month in months.subtracting(knownMonths) { try makePartitions(of: month) }
    var statements = BatchStatements(fresh, journal: options.journal).statements
    if batch.cursor > stored {
      statements.insert(Self.moving(stored, to: batch.cursor, options.journal), at: 0)
    }
    guard !statements.isEmpty else { return fresh.counts }
    try runOnTables { connection throws(PostgresFailure) in try connection.transaction(statements) }
    cursor = max(stored, batch.cursor)
    return fresh.counts
  }

  /// First in its transaction: another process that applies the same journal waits here, finds that the cursor is not
  /// where it was, and fails for want of a value.
  private static func moving(_ stored: UInt64, to next: UInt64, _ journal: String) -> PostgresStatement {
    PostgresStatement(
      name: "move_cursor",
      sql: """
        INSERT INTO projection_cursors (journal, cursor) VALUES ($1::text, $3::bigint)
        ON CONFLICT (journal) DO UPDATE SET
          cursor = CASE WHEN projection_cursors.cursor = $2::bigint THEN excluded.cursor END
        """,
      values: [
        .text(journal), .integer(Int64(bitPattern: stored)), .integer(Int64(bitPattern: next)),
      ])
  }

  private func progress(of calls: Set<CallID>) throws(StoreError) -> [CallID: Int64] {
    guard !calls.isEmpty else { return [:] }
    let list = calls.map(\.description).joined(separator: ",")
    return try runOnTables { connection throws(PostgresFailure) in
      let rows = try connection.query(
        "SELECT id, last_sequence FROM calls WHERE id = ANY ($1::uuid[])", [.text("{\(list)}")])
      var known: [CallID: Int64] = [:]
      for row in 0..<rows.count {
        if let call = CallID(rows.text(row, 0)) { known[call] = rows.integer(row, 1) }
      }
      return known
    }
  }

  /// Makes a month's partitions, unless it is far from the server's now, rows of it are in the default partition already,
  /// or the role may not: then the default partition takes the rows.
  private func makePartitions(of month: CallMonth) throws(StoreError) {
    try runOnTables { connection throws(PostgresFailure) in
      let now = try connection.query("SELECT (extract(epoch FROM now()) * 1000)::bigint")
      let current = CallMonth(ms: now.integer(0, 0) ?? 0)
      guard (current.number - 24...current.number + 2).contains(month.number) else { return }
      try Self.makePartitions(of: month, on: connection)
    }
    knownMonths.insert(month)
  }

  private static func makePartitions(
    of month: CallMonth, on connection: PostgresConnection
  ) throws(PostgresFailure) {
    do throws(PostgresFailure) {
      try connection.execute(
        "BEGIN; SELECT pg_advisory_xact_lock(\(PostgresSession.lock)); \(month.creation) COMMIT")
    } catch {
      if connection.isBroken { throw error }
      try connection.execute("ROLLBACK")
      // 23514: the default partition holds rows of the month. 42P07: another process was quicker.
      guard ["23514", "42501", "42P07"].contains(error.state) else { throw error }
    }
  }

  // MARK: Migrating

  /// Which advisory lock a change of the schema holds: "starling", as bytes.
  private static let lock: Int64 = 0x7374_6172_6c69_6e67

  func schemaStatus() throws(StoreError) -> SchemaStatus {
    try run { connection throws(PostgresFailure) in
      let there = try connection.query("SELECT to_regclass('schema_migrations') IS NOT NULL")
      let version = there.flag(0, 0) ? try Self.version(on: connection) : 0
      return Self.status(version)
    }
  }

  func migrate(to target: Int?) throws(StoreError) -> SchemaStatus {
    let newest = PostgresMigrations.newest
    let target = target ?? newest
    guard (0...newest).contains(target) else {
      throw .misconfigured(reason: "there is no version \(target): 0 to \(newest)")
    }
    let found = try run { connection throws(PostgresFailure) in
      // Kept until the connection ends or it is given back: others wait here.
      try connection.execute("SET statement_timeout = 0; SELECT pg_advisory_lock(\(Self.lock))")
      defer {
        try? connection.execute(
          "SELECT pg_advisory_unlock(\(Self.lock)); SET statement_timeout = \(max(options.statementTimeoutMs, 0))"
        )
      }
      return try Self.migrate(connection, to: target)
    }
    // What was known of cursor and partitions may have gone.
    forget()
    if found > newest { throw .newerSchema }
    return Self.status(target)
  }

  /// Gives the version that was found; one that is newer than this program is left as it is.
  private static func migrate(
    _ connection: PostgresConnection, to target: Int
  ) throws(PostgresFailure) -> Int {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS schema_migrations (
        version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
      """)
    let found = try version(on: connection)
    guard found <= PostgresMigrations.newest else { return found }
    for (script, reached) in Migration.scripts(from: found, to: target, of: PostgresMigrations.all) {
      let record =
        target > found
        ? "INSERT INTO schema_migrations VALUES (\(reached), '\(PostgresMigrations.all[reached - 1].name)')"
        : "DELETE FROM schema_migrations WHERE version > \(reached)"
      do throws(PostgresFailure) {
        try connection.execute("BEGIN; \(script) \(record); COMMIT")
      } catch {
        if !connection.isBroken { try connection.execute("ROLLBACK") }
        throw error
      }
    }
    if target > 0 {
      let now = try connection.query("SELECT (extract(epoch FROM now()) * 1000)::bigint")
      let month = CallMonth(ms: now.integer(0, 0) ?? 0)
      for ahead in 0...1 {
        try connection.execute(CallMonth(number: month.number + ahead).creation)
      }
    }
    return found
  }

  private static func version(on connection: PostgresConnection) throws(PostgresFailure) -> Int {
    let rows = try connection.query("SELECT coalesce(max(version), 0) FROM schema_migrations")
    return Int(rows.integer(0, 0) ?? 0)
  }

  private static func status(_ version: Int) -> SchemaStatus {
    SchemaStatus(
      version: version, newest: PostgresMigrations.newest, migrations: PostgresMigrations.all.map(\.title))
  }
}
