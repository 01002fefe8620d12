public import Audio
public import Records

extension PostgresStore {
  public func numbers() throws(StoreError) -> [String] {
    try read { connection throws(PostgresFailure) in
      let rows = try connection.query(
        """
        SELECT from_number FROM calls WHERE from_number IS NOT NULL
        UNION SELECT to_number FROM calls WHERE to_number IS NOT NULL
        UNION SELECT number FROM contacts UNION SELECT subject FROM consents
        """)
      return (0..<rows.count).map { rows.text($0, 0) }
    }
  }

  public func person(_ numbers: [String]) throws(StoreError) -> PersonRecords {
    try read { connection throws(PostgresFailure) in
      var person = PersonRecords()
      for number in numbers { try Self.add(number, to: &person, connection) }
      return person
    }
  }

  private static func add(
    _ number: String, to person: inout PersonRecords, _ connection: PostgresConnection
  ) throws(PostgresFailure) {
    let calls = try connection.query(
      "SELECT id, ended_ms FROM calls WHERE from_number = $1 OR to_number = $1 ORDER BY id", [.text(number)])
    for row in 0..<calls.count {
      guard let id = CallID(calls.text(row, 0)) else { continue }
      if calls[row, 1] == nil { person.runningCalls.append(id) } else { person.calls.append(id) }
    }
    let contacts = try connection.query(
      """
      SELECT last_call, tenant, name, attributes, last_seen_ms FROM contacts WHERE number = $1 ORDER BY tenant
      """, [.text(number)])
    for row in 0..<contacts.count {
      guard let call = CallID(contacts.text(row, 0)) else { continue }
      person.contacts.append(
        ContactRecord(
          call: call, tenant: contacts.text(row, 1), number: number, name: contacts[row, 2],
          attributesJSON: contacts[row, 3], seenMs: contacts.integer(row, 4) ?? 0))
    }
    let consents = try connection.query(
      """
      SELECT call, tenant, sequence, media_ms, purpose, is_granted, evidence FROM consents WHERE subject = $1
      ORDER BY call, sequence
      """, [.text(number)])
    for row in 0..<consents.count {
      guard let call = CallID(consents.text(row, 0)) else { continue }
      person.consents.append(
        ConsentRecord(
          call: call, tenant: consents.text(row, 1), sequence: Int(consents.integer(row, 2) ?? 0),
          at: .stored(milliseconds: consents.number(row, 3) ?? 0), subject: number,
          purpose: consents.text(row, 4), isGranted: consents.flag(row, 5), evidence: consents.text(row, 6)))
    }
  }

  public func erase(_ numbers: [String], calls: [CallID]) throws(StoreError) -> ErasedCounts {
    var texts = ColumnArray(.text)
    for number in numbers { texts.append(number) }
    var ids = ColumnArray(.uuid)
    for call in calls { ids.append(call) }
    let values = [ids.value(), texts.value()]
    return try write { session throws(StoreError) in
      try session.runOnTables { connection throws(PostgresFailure) in
        let rows = try connection.query(Self.erasure, values)
        let count = { (column: Int) in Int(clamping: rows.integer(0, column) ?? 0) }
        var counts = ErasedCounts()
        counts.calls = count(0)
        counts.segments = count(1)
        counts.events = count(2)
        counts.outcomes = count(3)
        counts.consents = count(4)
        counts.contacts = count(5)
        counts.parked = count(6)
        return counts
      }
    }
  }

  /// One statement, and so one transaction; its parts all see the tables as they were before it.
  private static let erasure = """
    WITH c AS (
        UPDATE calls SET from_number = NULL, to_number = NULL, carrier_call_id = NULL,
          carrier_session_id = NULL, stream_id = NULL, slots = NULL, recording_path = NULL
        WHERE id = ANY ($1::uuid[]) RETURNING 1),
      s AS (DELETE FROM segments WHERE call = ANY ($1::uuid[]) RETURNING 1),
      e AS (DELETE FROM events WHERE call = ANY ($1::uuid[]) RETURNING 1),
      o AS (DELETE FROM outcomes WHERE call = ANY ($1::uuid[]) RETURNING 1),
      n AS (
        DELETE FROM consents WHERE subject = ANY ($2::text[]) OR call = ANY ($1::uuid[]) RETURNING 1),
      k AS (DELETE FROM contacts WHERE number = ANY ($2::text[]) RETURNING 1),
      p AS (DELETE FROM parked_records WHERE call = ANY ($1::uuid[]) RETURNING 1)
    SELECT (SELECT count(*) FROM c), (SELECT count(*) FROM s), (SELECT count(*) FROM e),
      (SELECT count(*) FROM o), (SELECT count(*) FROM n), (SELECT count(*) FROM k), (SELECT count(*) FROM p)
    """

  public func scrub() throws(StoreError) {
    try write { session throws(StoreError) in
      try session.runOnTables { connection throws(PostgresFailure) in
        // Each on its own: a vacuum runs in no transaction.
        for table in ["calls", "segments", "events", "outcomes", "consents", "contacts", "parked_records"] {
          try connection.execute("VACUUM \(table)")
        }
      }
    }
  }
}
