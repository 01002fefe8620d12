internal import Audio
public import Records

extension PostgresStore {
  public func person(_ number: String) throws(StoreError) -> PersonRecords {
    try read { connection throws(PostgresFailure) in
      let contacts = try connection.query(
        """
        SELECT last_call, tenant, name, attributes, last_seen_ms FROM contacts WHERE number = $1 ORDER BY tenant
        """, [.text(number)])
      let consents = try connection.query(
        """
        SELECT call, tenant, sequence, media_ms, purpose, is_granted, evidence FROM consents WHERE subject = $1
        ORDER BY call, sequence
        """, [.text(number)])
      return PersonRecords(
        contacts: (0..<contacts.count).compactMap { row in
          CallID(contacts.text(row, 0)).map { call in
            ContactRecord(
              call: call, tenant: contacts.text(row, 1), number: number, name: contacts[row, 2],
              attributesJSON: contacts[row, 3], seenMs: contacts.integer(row, 4) ?? 0)
          }
        },
        consents: (0..<consents.count).compactMap { row in
          CallID(consents.text(row, 0)).map { call in
            ConsentRecord(
              call: call, tenant: consents.text(row, 1), sequence: Int(consents.integer(row, 2) ?? 0),
              at: .stored(milliseconds: consents.number(row, 3) ?? 0), subject: number,
              purpose: consents.text(row, 4), isGranted: consents.flag(row, 5),
              evidence: consents.text(row, 6))
          }
        })
    }
  }

  public func erase(_ number: String) throws(StoreError) -> ErasedCounts {
    try write { session throws(StoreError) in
      try session.runOnTables { connection throws(PostgresFailure) in
        let rows = try connection.query(Self.erasure, [.text(number)])
        let count = { (column: Int) in Int(clamping: rows.integer(0, column) ?? 0) }
        var counts = ErasedCounts()
        counts.calls = count(0)
        counts.segments = count(1)
        counts.events = count(2)
        counts.outcomes = count(3)
        counts.consents = count(4)
        counts.contacts = count(5)
        counts.parked = count(6)
        counts.running = count(7)
        return counts
      }
    }
  }

  /// One statement, and so one transaction; its parts all see the tables as they were before it.
  private static let erasure = """
    WITH person AS (SELECT id, ended_ms FROM calls WHERE from_number = $1 OR to_number = $1),
      ended AS (SELECT id FROM person WHERE ended_ms IS NOT NULL),
      c AS (
        UPDATE calls SET from_number = NULL, to_number = NULL, carrier_call_id = NULL,
          carrier_session_id = NULL, stream_id = NULL, slots = NULL, recording_path = NULL
        WHERE id IN (SELECT id FROM ended) RETURNING 1),
      s AS (DELETE FROM segments WHERE call IN (SELECT id FROM ended) RETURNING 1),
      e AS (DELETE FROM events WHERE call IN (SELECT id FROM ended) RETURNING 1),
      o AS (DELETE FROM outcomes WHERE call IN (SELECT id FROM ended) RETURNING 1),
      n AS (DELETE FROM consents WHERE subject = $1 OR call IN (SELECT id FROM ended) RETURNING 1),
      k AS (DELETE FROM contacts WHERE number = $1 RETURNING 1),
      p AS (DELETE FROM parked_records WHERE call IN (SELECT id FROM ended) RETURNING 1)
    SELECT (SELECT count(*) FROM c), (SELECT count(*) FROM s), (SELECT count(*) FROM e),
      (SELECT count(*) FROM o), (SELECT count(*) FROM n), (SELECT count(*) FROM k), (SELECT count(*) FROM p),
      (SELECT count(*) FROM person WHERE ended_ms IS NULL)
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
