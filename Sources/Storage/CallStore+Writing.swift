public import Audio
internal import Foundation
internal import GRDB
public import Records

extension CallStore: RecordStore {
  public func cursor() throws(StoreError) -> UInt64 { try read(Self.cursor) }

  static func cursor(_ db: Database) throws -> UInt64 {
    UInt64(bitPattern: try Int64.fetchOne(db, sql: "SELECT number FROM projection_cursor") ?? 0)
  }

  @discardableResult
  public func apply(_ batch: ProjectedBatch) throws(StoreError) -> ProjectedCounts {
    do {
      return try pool.write { db in try Self.apply(batch, to: db) }
    } catch { throw StoreError(error, path: path) }
  }

  private static func apply(_ batch: ProjectedBatch, to db: Database) throws -> ProjectedCounts {
    let stored = try cursor(db)
    var known: [CallID: Int64] = [:]
    for call in RecordBatch.calls(of: batch, after: stored) {
      known[call] = try progress(of: call, db)?.lastSequence
    }
    let fresh = RecordBatch(batch, after: stored, progress: known)
    let rows = BatchRows(db)
    try rows.write(fresh)
    if batch.cursor > stored {
      try db.cachedStatement(
        sql: """
          INSERT INTO projection_cursor (id, number) VALUES (1, ?)
          ON CONFLICT (id) DO UPDATE SET number = excluded.number
          """
      ).execute(arguments: [Int64(bitPattern: batch.cursor)])
    }
    return fresh.counts
  }

  public func progress(of call: CallID) throws(StoreError) -> CallProgress? {
    try read { db in try Self.progress(of: call, db) }
  }

  private static func progress(of call: CallID, _ db: Database) throws -> CallProgress? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT last_sequence, record_count FROM calls WHERE id = ?"),
      arguments: [call.description]
    ).map { CallProgress(recordCount: $0["record_count"], lastSequence: $0["last_sequence"]) }
  }

  public func openCalls() throws(StoreError) -> [OpenCall] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, last_sequence AS last, started_ms,
            max(coalesce((SELECT max(end_ms) FROM segments WHERE call = calls.id), 0),
                coalesce((SELECT max(media_ms) FROM events WHERE call = calls.id), 0)) AS media
          FROM calls WHERE ended_ms IS NULL ORDER BY id
          """
      ).map { row in
        OpenCall(
          id: try Self.callID(row["id"]), lastSequence: row["last"], startedMs: row["started_ms"],
          lastMedia: Self.mediaTime(row["media"]))
      }
    }
  }

  public func parked(limit: Int) throws(StoreError) -> [ParkedRecord] {
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
}
