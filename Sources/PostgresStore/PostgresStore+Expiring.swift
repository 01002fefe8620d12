public import Audio
public import Records

extension PostgresStore {
  public func contents() throws(StoreError) -> StoreContents {
    try read { connection throws(PostgresFailure) in try connection.contents() }
  }

  public func expired(
    _ kind: RetainedKind, beforeMs: Int64, after: CallID?, limit: Int
  ) throws(StoreError) -> [ExpiredCall] {
    let sql = ExpiryStatements.selection(kind, beforeMs: beforeMs, after: after, limit: limit)
    return try read { connection throws(PostgresFailure) in
      let rows = try connection.query(sql)
      return (0..<rows.count).compactMap { row in
        CallID(rows.text(row, 0)).map { ExpiredCall(id: $0, recordingPath: rows[row, 1]) }
      }
    }
  }

  /// Not on the writing connection, which must not wait.
  public func expire(_ kind: RetainedKind, of calls: [CallID]) throws(StoreError) {
    let statements = ExpiryStatements.removals(kind, of: calls)
    guard !statements.isEmpty else { return }
    try read { connection throws(PostgresFailure) in
      try connection.inTransaction(statements.joined(separator: ";\n"))
    }
  }

  /// Drops partitions of months that are over for a day, when nobody uses them; whoever reads them now is not waited
  /// for, since all others would wait behind.
  public func dropExpired(_ kind: RetainedKind, beforeMs: Int64) throws(StoreError) -> Int {
    let tables =
      switch kind {
      case .calls: ["segments", "events"]
      case .transcripts: ["segments"]
      case .events: ["events"]
      case .recordings, .eventLogs: [String]()
      }
    let end = CallMonth(ms: max(beforeMs, 0) - ExpiryStatements.graceMs)
    var count = 0
    for table in tables {
      count += try read { connection throws(PostgresFailure) in
        try Self.dropPartitions(of: table, before: end, on: connection)
      }
    }
    return count
  }

  private static func dropPartitions(
    of table: String, before end: CallMonth, on connection: PostgresConnection
  ) throws(PostgresFailure) -> Int {
    let rows = try connection.query(
      """
      SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
      WHERE inhparent = $1::regclass ORDER BY relname
      """, [.text(table)])
    var count = 0
    for row in 0..<rows.count {
      let partition = rows.text(row, 0)
      guard let month = CallMonth(name: partition.dropFirst(table.count + 1)), month.number < end.number,
        partition == "\(table)_\(month.name)"
      else { continue }
      let calls = try connection.query("SELECT count(DISTINCT call) FROM \(partition)")
      do throws(PostgresFailure) {
        try connection.inTransaction("SET LOCAL lock_timeout = 200; DROP TABLE \(partition)")
        count += Int(calls.integer(0, 0) ?? 0)
      } catch {
        // 55P03: somebody uses it. 42501: the role does not own it. Its rows go one by one.
        guard ["55P03", "42501"].contains(error.state) else { throw error }
      }
    }
    return count
  }
}

extension PostgresConnection {
  func contents() throws(PostgresFailure) -> StoreContents {
    let rows = try query(StoreContents.query)
    return StoreContents(
      calls: Int(rows.integer(0, 0) ?? 0), segments: Int(rows.integer(0, 1) ?? 0),
      events: Int(rows.integer(0, 2) ?? 0))
  }

  /// Runs statements without parameters: all or none of them.
  func inTransaction(_ script: String) throws(PostgresFailure) {
    do throws(PostgresFailure) {
      try execute("BEGIN;\n\(script);\nCOMMIT")
    } catch {
      if !isBroken { try execute("ROLLBACK") }
      throw error
    }
  }
}
