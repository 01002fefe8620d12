public import Audio
public import Records

extension PostgresStore {
  public func call(_ id: CallID) throws(StoreError) -> CallSummary? {
    try read { connection throws(PostgresFailure) in
      let rows = try connection.query(
        "SELECT \(Self.callColumns) FROM calls WHERE id = $1::uuid", [.text(id.description)])
      return Self.summaries(rows).first
    }
  }

  public func call(matching prefix: String) throws(StoreError) -> CallSummary? {
    let digits = prefix.lowercased()
    guard let range = Self.idRange(prefix: digits) else { return nil }
    let rows = try read { connection throws(PostgresFailure) in
      Self.summaries(
        try connection.query(
          "SELECT \(Self.callColumns) FROM calls WHERE id BETWEEN $1::uuid AND $2::uuid LIMIT 1000",
          [.text(range.first), .text(range.last)]))
    }
    guard rows.count <= 1 else { throw .ambiguous(prefix: digits, matches: rows.count) }
    return rows.first
  }

  public func calls(_ query: CallQuery) throws(StoreError) -> CallPage {
    let limit = query.boundedLimit
    return try read { connection throws(PostgresFailure) in
      let words = query.text.map { TextQuery.words(of: $0) }
      let isFrequent = try words.map { words throws(PostgresFailure) in
        try Self.areFrequent(words, in: query.idRange, on: connection)
      }
      var selection = CallSelection(query, isTextFrequent: isFrequent ?? false)
      let sql = selection.sql(columns: Self.callColumns, limit: limit + 1)
      return CallPage(rows: Self.summaries(try connection.query(sql, selection.values)), limit: limit)
    }
  }

  public func transcript(of id: CallID) throws(StoreError) -> Transcript? {
    guard let call = try call(id) else { return nil }
    return try read { connection throws(PostgresFailure) in
      let turns = try connection.query(
        "SELECT \(Self.turnColumns) FROM segments WHERE call = $1::uuid ORDER BY sequence",
        [.text(id.description)])
      let timings = try connection.query(
        """
        SELECT turn, endpointing_ms, recognition_ms, reply_ms, synthesis_ms, voice_to_voice_ms,
          endpoint_reason, was_speculative, tenant FROM turns WHERE call = $1::uuid ORDER BY turn
        """, [.text(id.description)])
      let events = try connection.query(
        "SELECT sequence, media_ms, kind, detail, tenant FROM events WHERE call = $1::uuid ORDER BY sequence",
        [.text(id.description)])
      return Transcript(
        call: call, turns: Self.turns(turns),
        timings: (0..<timings.count).map { Self.timing(timings, $0, of: id) },
        events: (0..<events.count).map { Self.event(events, $0, of: id) })
    }
  }

  public func search(_ query: TextQuery) throws(StoreError) -> TextPage {
    let words = TextQuery.words(of: query.text)
    let limit = query.boundedLimit
    guard !words.isEmpty else { return TextPage(rows: [], limit: limit) }
    let range = CallQuery(fromMs: query.fromMs, untilMs: query.untilMs).idRange
    var values: [PostgresValue] = [
      .text(words.joined(separator: " ")), .text(range.from.description), .text(range.until.description),
    ]
    var conditions = """
      lexemes @@ plainto_tsquery('simple', $1) AND call >= $2::uuid AND call < $3::uuid
      """
    if let tenant = query.tenant {
      values.append(.text(StorableText.of(tenant)))
      conditions += " AND tenant = $\(values.count)"
    }
    if let after = query.after {
      values += [.text(after.call.description), .integer(after.sequence)]
      // The first part alone lets whole months be passed over.
      conditions += """
         AND call <= $\(values.count - 1)::uuid
         AND (call, sequence) < ($\(values.count - 1)::uuid, $\(values.count)::bigint)
        """
    }
    let order = "ORDER BY call DESC, sequence DESC LIMIT \(limit + 1)"
    let latestFirst = "SELECT \(Self.turnColumns) FROM segments WHERE \(conditions) \(order)"
    // All of them, and only then in order.
    let byIndex = """
      WITH found AS MATERIALIZED (SELECT \(Self.turnColumns) FROM segments WHERE \(conditions))
      SELECT * FROM found \(order)
      """
    return try read { connection throws(PostgresFailure) in
      let latest = (range.from, query.after.map { min($0.call, range.until) } ?? range.until)
      let sql = try Self.areFrequent(words, in: latest, on: connection) ? latestFirst : byIndex
      return TextPage(rows: Self.turns(try connection.query(sql, values)), limit: limit)
    }
  }

  /// Whether some of the latest segments have all the words: then going through segments from the latest on finds a page
  /// soon. Otherwise it may go through all of them, and the words' index is to be asked. The planner cannot know: it has
  /// figures about the most frequent words only. Four of five thousand is where, in eight million, both take as long.
  private static func areFrequent(
    _ words: [String], in range: (from: CallID, until: CallID), on connection: PostgresConnection
  ) throws(PostgresFailure) -> Bool {
    let rows = try connection.query(
      """
      SELECT count(*) FROM (
        SELECT lexemes FROM segments WHERE call >= $2::uuid AND call < $3::uuid
        ORDER BY call DESC, sequence DESC LIMIT 5000) AS latest
      WHERE lexemes @@ plainto_tsquery('simple', $1)
      """,
      [
        .text(words.joined(separator: " ")), .text(range.from.description), .text(range.until.description),
      ])
    return (rows.integer(0, 0) ?? 0) >= 4
  }

  // MARK: Rows

  private static let callColumns = """
    id, tenant, direction, agent, agent_version, from_number, to_number, carrier_call_id, carrier_session_id,
    stream_id, codec, started_ms, answered_ms, ended_ms, end_reason, outcome, slots, recording_path
    """

  private static let turnColumns = """
    call, sequence, tenant, speaker, text, heard_text, was_cut, start_ms, end_ms, confidence, words
    """

  private static func summaries(_ rows: PostgresRows) -> [CallSummary] {
    (0..<rows.count).compactMap { row in
      guard let id = CallID(rows.text(row, 0)) else { return nil }
      return CallSummary(
        id: id, tenant: rows.text(row, 1),
        direction: rows[row, 2].flatMap(CallSummary.Direction.init), agent: rows[row, 3], from: rows[row, 5],
        to: rows[row, 6], carrierCallID: rows[row, 7], carrierSessionID: rows[row, 8], streamID: rows[row, 9],
        codec: rows[row, 10], startedMs: rows.integer(row, 11), answeredMs: rows.integer(row, 12),
        endedMs: rows.integer(row, 13), endReason: rows[row, 14], outcome: rows[row, 15],
        slotsJSON: rows[row, 16], recordingPath: rows[row, 17], agentVersion: rows[row, 4])
    }
  }

  private static func turns(_ rows: PostgresRows) -> [TurnRecord] {
    (0..<rows.count).compactMap { row in
      guard let call = CallID(rows.text(row, 0)) else { return nil }
      return TurnRecord(
        call: call, sequence: Int(rows.integer(row, 1) ?? 0),
        speaker: TurnRecord.Speaker(rawValue: rows.text(row, 3)) ?? .caller, text: rows.text(row, 4),
        heardText: rows[row, 5], wasCut: rows.flag(row, 6), start: time(rows, row, 7),
        end: time(rows, row, 8), confidence: rows.number(row, 9),
        words: SegmentWord.words(json: rows[row, 10]), tenant: rows.text(row, 2))
    }
  }

  private static func timing(_ rows: PostgresRows, _ row: Int, of call: CallID) -> TurnTimingRecord {
    TurnTimingRecord(
      call: call, turn: Int(rows.integer(row, 0) ?? 0), endpointing: time(rows, row, 1),
      recognition: time(rows, row, 2), reply: time(rows, row, 3), synthesis: time(rows, row, 4),
      voiceToVoice: time(rows, row, 5), endpointReason: rows[row, 6], wasSpeculative: rows.flag(row, 7),
      tenant: rows.text(row, 8))
  }

  private static func event(_ rows: PostgresRows, _ row: Int, of call: CallID) -> CallEventRecord {
    CallEventRecord(
      call: call, sequence: Int(rows.integer(row, 0) ?? 0), at: time(rows, row, 1), kind: rows.text(row, 2),
      detail: rows.text(row, 3), tenant: rows.text(row, 4))
  }

  private static func time(_ rows: PostgresRows, _ row: Int, _ column: Int) -> MediaTime {
    .stored(milliseconds: rows.number(row, column) ?? 0)
  }

  /// The lowest and the highest UUID that begin with `prefix`; nil when none can.
  private static func idRange(prefix: String) -> (first: String, last: String)? {
    let bytes = Array(prefix.utf8)
    guard !bytes.isEmpty, bytes.count <= 36 else { return nil }
    for (place, byte) in bytes.enumerated() {
      let isHyphen = [8, 13, 18, 23].contains(place)
      switch byte {
      case UInt8(ascii: "-"): guard isHyphen else { return nil }
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"):
        guard !isHyphen else { return nil }
      default: return nil
      }
    }
    return (
      prefix + "00000000-0000-0000-0000-000000000000".dropFirst(bytes.count),
      prefix + "ffffffff-ffff-ffff-ffff-ffffffffffff".dropFirst(bytes.count)
    )
  }
}
