public import Audio
public import Records
internal import Synchronization

/// Calls and what belongs to them in a PostgreSQL database (version 13 or later).
///
/// Any thread may use it. One connection writes; a few others, made as they are needed, read.
public final class PostgresStore: Sendable {
  /// Sound: a session is touched only by whoever has taken it out of its mutex.
  private struct Session: @unchecked Sendable {
    let session: PostgresSession
  }

  public let options: PostgresOptions
  private let writer: Mutex<Session>
  /// Readers that nobody uses.
  private let readers = Mutex<[Session]>([])

  /// Names the database; nothing is connected yet.
  public init(_ options: PostgresOptions) {
    self.options = options
    writer = Mutex(Session(session: PostgresSession(options)))
  }

  /// Opens a database whose tables are of this program's version.
  ///
  /// - Throws: what `StoreError` says to do about it.
  public static func opening(_ options: PostgresOptions) throws(StoreError) -> PostgresStore {
    let store = PostgresStore(options)
    _ = try store.cursor()
    return store
  }

  func read<Value>(
    _ body: (PostgresConnection) throws(PostgresFailure) -> Value
  ) throws(StoreError) -> Value {
    let taken = readers.withLock { $0.popLast() } ?? Session(session: PostgresSession(options))
    defer {
      if taken.session.isSound {
        readers.withLock { idle in
          if idle.count < options.readers { idle.append(taken) }
        }
      }
    }
    return try taken.session.readOnTables(body)
  }

  func write<Value>(
    _ body: (PostgresSession) throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    let result: Result<Value, StoreError> = writer.withLock { held in
      do throws(StoreError) { return .success(try body(held.session)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}

extension PostgresStore: RecordStore {
  @discardableResult
  public func apply(_ batch: ProjectedBatch) throws(StoreError) -> ProjectedCounts {
    try write { session throws(StoreError) in try session.apply(batch) }
  }

  public func cursor() throws(StoreError) -> UInt64 {
    try write { session throws(StoreError) in
      session.forgetCursor()
      try session.readOnTables { _ in }
      return try session.knownCursor()
    }
  }

  public func openCalls() throws(StoreError) -> [OpenCall] {
    try read { connection throws(PostgresFailure) in
      let rows = try connection.query(
        """
        SELECT id, last_sequence, started_ms, greatest(
          (SELECT max(end_ms) FROM segments WHERE call = calls.id),
          (SELECT max(media_ms) FROM events WHERE call = calls.id), 0)
        FROM calls WHERE ended_ms IS NULL AND journal = $1 ORDER BY id
        """, [.text(options.journal)])
      return (0..<rows.count).compactMap { row in
        CallID(rows.text(row, 0)).map { call in
          OpenCall(
            id: call, lastSequence: rows.integer(row, 1) ?? -1, startedMs: rows.integer(row, 2),
            lastMedia: .stored(milliseconds: rows.number(row, 3) ?? 0))
        }
      }
    }
  }

  public func progress(of call: CallID) throws(StoreError) -> CallProgress? {
    try read { connection throws(PostgresFailure) in
      let rows = try connection.query(
        "SELECT record_count, last_sequence FROM calls WHERE id = $1::uuid", [.text(call.description)])
      guard rows.count > 0 else { return nil }
      return CallProgress(
        recordCount: Int(clamping: rows.integer(0, 0) ?? 0), lastSequence: rows.integer(0, 1) ?? -1)
    }
  }

  public func migrate(to version: Int?) throws(StoreError) -> SchemaStatus {
    try write { session throws(StoreError) in try session.migrate(to: version) }
  }

  public func schemaStatus() throws(StoreError) -> SchemaStatus {
    try write { session throws(StoreError) in try session.schemaStatus() }
  }

  public func parked(limit: Int) throws(StoreError) -> [ParkedRecord] {
    try read { connection throws(PostgresFailure) in
      let rows = try connection.query(
        """
        SELECT number, call, sequence, kind, recorded_ms, payload, reason FROM parked_records WHERE journal = $1
        ORDER BY number LIMIT $2
        """, [.text(options.journal), .integer(max(limit, 0))])
      return (0..<rows.count).compactMap { row in
        CallID(rows.text(row, 1)).map { call in
          ParkedRecord(
            number: UInt64(bitPattern: rows.integer(row, 0) ?? 0), call: call,
            sequence: UInt32(clamping: rows.integer(row, 2) ?? 0),
            kind: UInt8(clamping: rows.integer(row, 3) ?? 0),
            recordedMs: rows.integer(row, 4) ?? 0, payload: rows.bytes(row, 5), reason: rows.text(row, 6))
        }
      }
    }
  }
}
