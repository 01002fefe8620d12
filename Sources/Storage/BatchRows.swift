internal import Audio
internal import Foundation
internal import GRDB
internal import Records

/// Writes a batch's rows, inside a transaction of its caller's.
struct BatchRows {
  private let db: Database

  init(_ db: Database) { self.db = db }

  func write(_ batch: RecordBatch) throws {
    try writeCalls(batch.calls)
    try writeTurns(batch.turns)
    try writeTimings(batch.timings)
    let events = try insertion("events", ["call", "sequence", "tenant", "media_ms", "kind", "detail"])
    for event in batch.events {
      try events.execute(arguments: [
        event.call.description, event.sequence, text(event.tenant), event.at.storedMilliseconds,
        text(event.kind), text(event.detail),
      ])
    }
    try writeRare(batch)
    try writePeople(batch)
    for record in batch.parked { try park(record) }
  }

  private func park(_ record: ParkedRecord) throws {
    try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO parked_records (number, call, sequence, kind, recorded_ms, payload, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      Int64(bitPattern: record.number), record.call.description, Int64(record.sequence), Int64(record.kind),
      record.recordedMs, Data(record.payload), text(record.reason),
    ])
  }

  private static let callColumns = [
    "direction", "agent", "agent_version", "from_number", "to_number", "carrier_call_id",
    "carrier_session_id",
    "stream_id", "codec", "started_ms", "answered_ms", "ended_ms", "end_reason", "outcome", "slots",
    "recording_path",
  ]

  private static let upsertCall: String = {
    let places = callColumns.map { _ in "?" }.joined(separator: ", ")
    // What is not known now leaves what was known before.
    let updates = callColumns.map { "\($0) = coalesce(excluded.\($0), \($0))" }.joined(separator: ", ")
    return """
      INSERT INTO calls (id, tenant, last_sequence, record_count, \(callColumns.joined(separator: ", ")))
      VALUES (?, ?, ?, ?, \(places))
      ON CONFLICT (id) DO UPDATE SET
        tenant = CASE WHEN tenant = 'default' THEN excluded.tenant ELSE tenant END,
        last_sequence = excluded.last_sequence, record_count = record_count + excluded.record_count, \(updates)
      """
  }()

  private func writeCalls(_ calls: [RecordBatch.Call]) throws {
    guard !calls.isEmpty else { return }
    let statement = try db.cachedStatement(sql: Self.upsertCall)
    let progress = try db.cachedStatement(
      sql: "UPDATE calls SET last_sequence = ?, record_count = record_count + ? WHERE id = ?")
    for entry in calls {
      let call = entry.summary
      if call == CallSummary(id: call.id) {
        // Most batches know nothing new of a call but that it went on.
        try progress.execute(arguments: [entry.lastSequence, entry.recordCount, call.id.description])
        if db.changesCount > 0 { continue }
      }
      try statement.execute(arguments: [
        call.id.description, text(call.tenant), entry.lastSequence, entry.recordCount,
        call.direction?.rawValue,
        text(call.agent), text(call.agentVersion), text(call.from), text(call.to), text(call.carrierCallID),
        text(call.carrierSessionID), text(call.streamID), text(call.codec), call.startedMs, call.answeredMs,
        call.endedMs, text(call.endReason), text(call.outcome), text(call.slotsJSON),
        text(call.recordingPath),
      ])
    }
  }

  private func writeTurns(_ turns: [TurnRecord]) throws {
    let statement = try insertion(
      "segments",
      [
        "call", "sequence", "tenant", "speaker", "text", "heard_text", "was_cut", "start_ms", "end_ms",
        "confidence", "words",
      ])
    for turn in turns {
      statement.setUncheckedArguments([
        turn.call.description, turn.sequence, text(turn.tenant), turn.speaker.rawValue, text(turn.text),
        text(turn.heardText), turn.wasCut, turn.start.storedMilliseconds, turn.end.storedMilliseconds,
        finite(turn.confidence), SegmentWord.json(turn.words),
      ])
      try statement.execute()
    }
  }

  private func writeTimings(_ timings: [TurnTimingRecord]) throws {
    let statement = try insertion(
      "turns",
      [
        "call", "turn", "tenant", "endpointing_ms", "recognition_ms", "reply_ms", "synthesis_ms",
        "voice_to_voice_ms", "endpoint_reason", "was_speculative",
      ], key: "call, turn")
    for timing in timings {
      try statement.execute(arguments: [
        timing.call.description, timing.turn, text(timing.tenant), timing.endpointing.storedMilliseconds,
        timing.recognition.storedMilliseconds, timing.reply.storedMilliseconds,
        timing.synthesis.storedMilliseconds, timing.voiceToVoice.storedMilliseconds,
        text(timing.endpointReason), timing.wasSpeculative,
      ])
    }
  }

  private func writeRare(_ batch: RecordBatch) throws {
    let outcomes = try insertion("outcomes", ["call", "sequence", "tenant", "media_ms", "outcome", "slots"])
    for outcome in batch.outcomes {
      try outcomes.execute(arguments: [
        outcome.call.description, outcome.sequence, text(outcome.tenant), outcome.at.storedMilliseconds,
        text(outcome.outcome), text(outcome.slotsJSON),
      ])
    }
    let usage = try insertion(
      "usage",
      [
        "call", "sequence", "tenant", "media_ms", "provider", "unit", "quantity", "cost_micros", "currency",
      ], key: "call, sequence, provider, unit")
    for used in batch.usage {
      try usage.execute(arguments: [
        used.call.description, used.sequence, text(used.tenant), used.at.storedMilliseconds,
        text(used.provider), text(used.unit), finite(used.quantity), used.costMicros, text(used.currency),
      ])
    }
    let consents = try insertion(
      "consents",
      ["call", "sequence", "tenant", "media_ms", "subject", "purpose", "is_granted", "evidence"])
    for consent in batch.consents {
      try consents.execute(arguments: [
        consent.call.description, consent.sequence, text(consent.tenant), consent.at.storedMilliseconds,
        text(consent.subject), text(consent.purpose), consent.isGranted, text(consent.evidence),
      ])
    }
  }

  private func writePeople(_ batch: RecordBatch) throws {
    for contact in batch.contacts {
      try db.cachedStatement(
        sql: """
          INSERT INTO contacts (tenant, number, name, attributes, last_call, first_seen_ms, last_seen_ms)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (tenant, number) DO UPDATE SET
            name = coalesce(excluded.name, name), attributes = coalesce(excluded.attributes, attributes),
            last_call = max(excluded.last_call, last_call),
            first_seen_ms = min(excluded.first_seen_ms, first_seen_ms),
            last_seen_ms = max(excluded.last_seen_ms, last_seen_ms)
          """
      ).execute(arguments: [
        text(contact.tenant), text(contact.number), text(contact.name), text(contact.attributesJSON),
        contact.call.description, contact.seenMs, contact.seenMs,
      ])
    }
    for version in batch.agentVersions {
      try insertion("agents", ["tenant", "name"], key: "tenant, name")
        .execute(arguments: [text(version.tenant), text(version.agent)])
      try insertion(
        "agent_versions", ["tenant", "agent", "version", "definition", "first_call", "first_seen_ms"],
        key: "tenant, agent, version"
      ).execute(arguments: [
        text(version.tenant), text(version.agent), text(version.version), text(version.definition),
        version.call.description, version.seenMs,
      ])
    }
  }

  /// A row that is there already stands.
  private func insertion(
    _ table: String, _ columns: [String], key: String = "call, sequence"
  ) throws -> Statement {
    let places = columns.map { _ in "?" }.joined(separator: ", ")
    return try db.cachedStatement(
      sql: """
        INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))
        ON CONFLICT (\(key)) DO NOTHING
        """)
  }

  private func text(_ text: String) -> String { StorableText.of(text) }
  private func text(_ text: String?) -> String? { StorableText.of(text) }

  /// As in PostgreSQL, what is no number is null.
  private func finite(_ number: Double?) -> Double? { number.flatMap { $0.isFinite ? $0 : nil } }
}
