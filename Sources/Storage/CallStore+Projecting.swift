public import Audio
internal import Foundation
internal import GRDB

extension CallStore: RecordSink {
  /// How far a call is stored.
  private struct Progress {
    var text: String
    var last: Int64
    var count: Int64
  }

  public func cursor() throws(StoreError) -> UInt64 {
    try read { try Self.cursor($0) }
  }

  private static func cursor(_ db: Database) throws -> UInt64 {
    UInt64(bitPattern: try Int64.fetchOne(db, sql: "SELECT number FROM projection_cursor") ?? 0)
  }

  public func apply(_ batch: ProjectedBatch) throws(StoreError) -> ProjectedCounts {
    do {
      return try pool.write { db in try Self.apply(batch, to: db) }
    } catch { throw StoreError(error, path: path) }
  }

  private static func apply(_ batch: ProjectedBatch, to db: Database) throws -> ProjectedCounts {
    var counts = ProjectedCounts()
    let stored = try cursor(db)
    var calls: [CallID: Progress] = [:]
    for record in batch.records {
      guard record.number > stored else {
        counts.repeated += 1
        continue
      }
      var progress = try calls[record.call] ?? progress(of: record.call, db)
      let sequence = Int64(record.sequence)
      guard sequence > progress.last else {
        counts.repeated += 1
        continue
      }
      counts.missing += Int(sequence - progress.last - 1)
      for content in record.contents { try write(content, of: progress.text, to: db) }
      progress.last = sequence
      progress.count += 1
      calls[record.call] = progress
      counts.applied += 1
    }
    for progress in calls.values { try store(progress, db) }
    for parked in batch.parked where parked.number > stored { try park(parked, db) }
    if batch.cursor > stored {
      try db.cachedStatement(
        sql: """
          INSERT INTO projection_cursor (id, number) VALUES (1, ?)
          ON CONFLICT (id) DO UPDATE SET number = excluded.number
          """
      ).execute(arguments: [Int64(bitPattern: batch.cursor)])
    }
    return counts
  }

  private static func progress(of call: CallID, _ db: Database) throws -> Progress {
    let text = call.description
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT last_sequence, record_count FROM calls WHERE id = ?"),
      arguments: [text])
    return Progress(text: text, last: row?["last_sequence"] ?? -1, count: row?["record_count"] ?? 0)
  }

  private static func store(_ progress: Progress, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO calls (id, last_sequence, record_count) VALUES (?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET
          last_sequence = excluded.last_sequence, record_count = excluded.record_count
        """
    ).execute(arguments: [progress.text, progress.last, progress.count])
  }

  private static func park(_ record: ParkedRecord, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO parked_records (number, call, sequence, kind, recorded_ms, payload, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      Int64(bitPattern: record.number), record.call.description, Int64(record.sequence), Int64(record.kind),
      record.recordedMs, Data(record.payload),
      StorableText.withoutNUL(record.reason),
    ])
  }

  public func openCalls() throws(StoreError) -> [OpenCall] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, coalesce(last_sequence, -1) AS last, started_ms,
            max(coalesce((SELECT max(end_ms) FROM turns WHERE call = id), 0),
                coalesce((SELECT max(media_ms) FROM events WHERE call = id), 0)) AS media
          FROM calls WHERE ended_ms IS NULL ORDER BY id
          """
      ).map { row in
        OpenCall(
          id: try Self.callID(row["id"]), lastSequence: row["last"], startedMs: row["started_ms"],
          lastMedia: Self.mediaTime(row["media"]))
      }
    }
  }

  /// Records that could not be stored, in the journal's order; at most `limit`.
  public func parkedRecords(limit: Int = 1_000) throws(StoreError) -> [ParkedRecord] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM parked_records ORDER BY number LIMIT ?", arguments: [max(0, limit)]
      ).map { row in
        ParkedRecord(
          number: UInt64(bitPattern: row["number"]), call: try Self.callID(row["call"]),
          sequence: UInt32(truncatingIfNeeded: row["sequence"] as Int64),
          kind: UInt8(truncatingIfNeeded: row["kind"] as Int64), recordedMs: row["recorded_ms"],
          payload: [UInt8](row["payload"] as Data), reason: row["reason"])
      }
    }
  }

  /// How many of a call's records are stored, and the number of the last; nil when none came through the projection.
  public func progress(of call: CallID) throws(StoreError) -> (records: Int, lastSequence: Int)? {
    try read { db in
      guard
        let row = try Row.fetchOne(
          db, sql: "SELECT last_sequence, record_count FROM calls WHERE id = ?", arguments: [call.description]
        ),
        let last = row["last_sequence"] as Int?
      else { return nil }
      return (row["record_count"], last)
    }
  }
}
