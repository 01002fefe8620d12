internal import Audio
internal import GRDB

extension CallStore {
  /// Stores all records in one transaction, or none of them, past the journal: for tests.
  package func write(_ records: [StoreRecord]) throws(StoreError) {
    do {
      try pool.write { db in
        for record in records { try Self.write(record, of: record.call.description, to: db) }
      }
    } catch { throw StoreError(error, path: path) }
  }

  /// - Parameter id: the call's, as the tables have it.
  static func write(_ record: StoreRecord, of id: String, to db: Database) throws {
    switch record {
    case .call(let call): try write(call, id, to: db)
    case .turn(let turn): try write(turn, id, to: db)
    case .timing(let timing): try write(timing, id, to: db)
    case .event(let event): try write(event, id, to: db)
    }
  }

  private static let upsertCall: String = {
    let columns = [
      "tenant", "direction", "agent", "from_number", "to_number", "carrier_call_id", "carrier_session_id",
      "stream_id", "codec", "started_ms", "answered_ms", "ended_ms", "end_reason", "outcome", "slots",
      "recording_path",
    ]
    let places = columns.map { _ in "?" }.joined(separator: ", ")
    // What is not known now leaves what was known before.
    let updates = columns.map { "\($0) = coalesce(excluded.\($0), \($0))" }.joined(separator: ", ")
    return """
      INSERT INTO calls (id, \(columns.joined(separator: ", "))) VALUES (?, \(places))
      ON CONFLICT (id) DO UPDATE SET \(updates)
      """
  }()

  private static func write(_ call: CallSummary, _ id: String, to db: Database) throws {
    try db.cachedStatement(sql: upsertCall).execute(arguments: [
      id, storable(call.tenant), call.direction?.rawValue, storable(call.agent),
      storable(call.from), storable(call.to), storable(call.carrierCallID), storable(call.carrierSessionID),
      storable(call.streamID), storable(call.codec), call.startedMs, call.answeredMs, call.endedMs,
      storable(call.endReason), storable(call.outcome), storable(call.slotsJSON),
      storable(call.recordingPath),
    ])
  }

  private static func write(_ turn: TurnRecord, _ id: String, to db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO turns
        (call, sequence, speaker, text, heard_text, was_cut, start_ms, end_ms, confidence)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      id, turn.sequence, turn.speaker.rawValue, storable(turn.text),
      storable(turn.heardText), turn.wasCut, columnMs(turn.start), columnMs(turn.end),
      // SQLite has no NaN: it would become a null, which says the same.
      turn.confidence,
    ])
  }

  private static func write(_ timing: TurnTimingRecord, _ id: String, to db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO turn_timings
        (call, turn, endpointing_ms, recognition_ms, reply_ms, synthesis_ms, voice_to_voice_ms,
         endpoint_reason, was_speculative)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      id, timing.turn, columnMs(timing.endpointing), columnMs(timing.recognition),
      columnMs(timing.reply), columnMs(timing.synthesis), columnMs(timing.voiceToVoice),
      storable(timing.endpointReason), timing.wasSpeculative,
    ])
  }

  private static func write(_ event: CallEventRecord, _ id: String, to db: Database) throws {
    let statement = try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO events (call, sequence, media_ms, kind, detail) VALUES (?, ?, ?, ?, ?)")
    try statement.execute(arguments: [
      id, event.sequence, columnMs(event.at), storable(event.kind),
      storable(event.detail),
    ])
  }

  private static func storable(_ text: String) -> String { StorableText.withoutNUL(text) }
  private static func storable(_ text: String?) -> String? { text.map { storable($0) } }

  private static func columnMs(_ time: MediaTime) -> Double { Double(time.nanoseconds) / 1e6 }
}
