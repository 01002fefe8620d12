public import Audio
internal import GRDB
public import Records

extension CallStore {
  public func numbers() throws(StoreError) -> [String] {
    try read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT from_number FROM calls WHERE from_number IS NOT NULL
          UNION SELECT to_number FROM calls WHERE to_number IS NOT NULL
          UNION SELECT number FROM contacts UNION SELECT subject FROM consents
          """)
    }
  }

  public func person(_ numbers: [String]) throws(StoreError) -> PersonRecords {
    try read { db in
      var person = PersonRecords()
      for number in numbers { try Self.add(number, to: &person, db) }
      return person
    }
  }

  private static func add(_ number: String, to person: inout PersonRecords, _ db: Database) throws {
    let calls = try Row.fetchAll(
      db, sql: "SELECT id, ended_ms FROM calls WHERE from_number = ?1 OR to_number = ?1 ORDER BY id",
      arguments: [number])
    for row in calls {
      let id = try callID(row["id"])
      if row["ended_ms"] as Int64? == nil { person.runningCalls.append(id) } else { person.calls.append(id) }
    }
    person.contacts += try Row.fetchAll(
      db, sql: "SELECT * FROM contacts WHERE number = ? ORDER BY tenant", arguments: [number]
    ).map { row in
      ContactRecord(
        call: try callID(row["last_call"]), tenant: row["tenant"], number: number, name: row["name"],
        attributesJSON: row["attributes"], seenMs: row["last_seen_ms"])
    }
    person.consents += try Row.fetchAll(
      db, sql: "SELECT * FROM consents WHERE subject = ? ORDER BY call, sequence", arguments: [number]
    ).map { row in
      ConsentRecord(
        call: try callID(row["call"]), tenant: row["tenant"], sequence: row["sequence"],
        at: mediaTime(row["media_ms"]), subject: number, purpose: row["purpose"],
        isGranted: row["is_granted"], evidence: row["evidence"])
    }
  }

  public func erase(_ numbers: [String], calls: [CallID]) throws(StoreError) -> ErasedCounts {
    do {
      return try pool.write { db in try Self.erase(numbers, calls, db) }
    } catch { throw StoreError(error, path: path) }
  }

  private static func erase(_ numbers: [String], _ calls: [CallID], _ db: Database) throws -> ErasedCounts {
    var counts = ErasedCounts()
    for call in calls.map(\.description) {
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
      counts.calls += db.changesCount
    }
    for number in numbers {
      counts.consents += try delete("consents", "subject", number, db)
      counts.contacts += try delete("contacts", "number", number, db)
    }
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
