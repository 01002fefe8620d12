public import Audio
internal import GRDB
public import Records

extension CallStore {
  public func contents() throws(StoreError) -> StoreContents { try read(Self.contents) }

  static func contents(_ db: Database) throws -> StoreContents {
    let row = try Row.fetchOne(db, sql: StoreContents.query)
    return StoreContents(calls: row?[0] ?? 0, segments: row?[1] ?? 0, events: row?[2] ?? 0)
  }

  public func expired(
    _ kind: RetainedKind, beforeMs: Int64, after: CallID?, limit: Int
  ) throws(StoreError) -> [ExpiredCall] {
    try read { db in
      try Row.fetchAll(
        db, sql: ExpiryStatements.selection(kind, beforeMs: beforeMs, after: after, limit: limit)
      ).map { ExpiredCall(id: try Self.callID($0[0]), recordingPath: $0[1]) }
    }
  }

  public func expire(_ kind: RetainedKind, of calls: [CallID]) throws(StoreError) {
    do {
      try pool.write { db in
        for statement in ExpiryStatements.removals(kind, of: calls) { try db.execute(sql: statement) }
      }
    } catch { throw StoreError(error, path: path) }
  }

  public func dropExpired(_ kind: RetainedKind, beforeMs: Int64) throws(StoreError) -> Int { 0 }
}
