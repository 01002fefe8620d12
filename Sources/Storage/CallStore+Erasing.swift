internal import Audio
internal import GRDB
public import Records

extension CallStore {
  public func person(_ number: String) throws(StoreError) -> PersonRecords {
    try read { db in
      let contacts = try Row.fetchAll(
        db, sql: "SELECT * FROM contacts WHERE number = ? ORDER BY tenant", arguments: [number])
      let consents = try Row.fetchAll(
        db, sql: "SELECT * FROM consents WHERE subject = ? ORDER BY call, sequence", arguments: [number])
      return PersonRecords(
        contacts: try contacts.map { row in
          ContactRecord(
            call: try Self.callID(row["last_call"]), tenant: row["tenant"], number: number, name: row["name"],
            attributesJSON: row["attributes"], seenMs: row["last_seen_ms"])
        },
        consents: try consents.map { row in
          ConsentRecord(
            call: try Self.callID(row["call"]), tenant: row["tenant"], sequence: row["sequence"],
            at: Self.mediaTime(row["media_ms"]), subject: number, purpose: row["purpose"],
            isGranted: row["is_granted"], evidence: row["evidence"])
        })
    }
  }

  public func erase(_ number: String) throws(StoreError) -> ErasedCounts {
    do {
      return try pool.write { db in try Self.erase(number, db) }
    } catch { throw StoreError(error, path: path) }
  }

  private static func erase(_ number: String, _ db: Database) throws -> ErasedCounts {
    var counts = ErasedCounts()
    let found = "from_number = ?1 OR to_number = ?1"
    let calls = try String.fetchAll(
      db, sql: "SELECT id FROM calls WHERE (\(found)) AND ended_ms IS NOT NULL", arguments: [number])
    counts.running =
      try Int.fetchOne(
        db, sql: "SELECT count(*) FROM calls WHERE (\(found)) AND ended_ms IS NULL", arguments: [number])
      ?? 0
    for call in calls {
      counts.segments += try delete("segments", "call", call, db)
      counts.events += try delete("events", "call", call, db)
      counts.outcomes += try delete("outcomes", "call", call, db)
      counts.consents += try delete("consents", "call", call, db)
      counts.parked += try delete("parked_records", "call", call, db)
      try db.cachedStatement(
        sql: """
          UPDATE calls SET from_number = NULL, to_number = NULL, carrier_call_id = NULL,
            carrier_session_id = NULL, stream_id = NULL, slots = NULL, recording_path = NULL
          WHERE id = ?
          """
      ).execute(arguments: [call])
      counts.calls += 1
    }
    counts.consents += try delete("consents", "subject", number, db)
    counts.contacts += try delete("contacts", "number", number, db)
    return counts
  }

  private static func delete(
    _ table: String, _ column: String, _ value: String, _ db: Database
  ) throws -> Int {
    try db.cachedStatement(sql: "DELETE FROM \(table) WHERE \(column) = ?").execute(arguments: [value])
    return db.changesCount
  }

  public func scrub() throws(StoreError) {
    do {
      // The index keeps deleted words until it is merged; the log keeps old pages until it is emptied. Free pages are
      // zeroed as they become free (`secure_delete`).
      try pool.write { db in
        try db.execute(sql: "INSERT INTO segments_text (segments_text) VALUES ('optimize')")
      }
      try pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
    } catch { throw StoreError(error, path: path) }
  }
}
