public import Audio
internal import GRDB
public import Records

extension CallStore {
  /// The call of this id; nil when it is not stored.
  public func call(_ id: CallID) throws(StoreError) -> CallSummary? {
    try read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM calls WHERE id = ?", arguments: [id.description])
        .map(Self.summary)
    }
  }

  /// The only call whose id begins with `prefix`, in either letter case; nil when there is none.
  ///
  /// - Throws: `StoreError.ambiguous` when there are several.
  public func call(matching prefix: String) throws(StoreError) -> CallSummary? {
    let prefix = prefix.lowercased()
    guard !prefix.isEmpty, prefix.utf8.allSatisfy(Self.belongsToID) else { return nil }
    // `g` sorts after every character that an id can go on with.
    let range: StatementArguments = [prefix, prefix + "g"]
    let (matches, rows) = try read { db in
      let matches = try Int.fetchOne(
        db, sql: "SELECT count(*) FROM calls WHERE id >= ? AND id < ?", arguments: range)
      let rows = try Row.fetchAll(
        db, sql: "SELECT * FROM calls WHERE id >= ? AND id < ? LIMIT 1", arguments: range)
      return (matches ?? 0, try rows.map(Self.summary))
    }
    guard matches <= 1 else { throw .ambiguous(prefix: prefix, matches: matches) }
    return rows.first
  }

  /// Calls, latest first.
  public func calls(_ query: CallQuery) throws(StoreError) -> CallPage {
    let limit = query.boundedLimit
    let rows = try read { db in
      query.text == nil
        ? try Self.calls(db, CallSelection(query), limit: limit + 1)
        : try Self.callsWithText(db, query, limit: limit + 1)
    }
    return CallPage(rows: rows, limit: limit)
  }

  private static func calls(_ db: Database, _ selection: CallSelection, limit: Int) throws -> [CallSummary] {
    try Row.fetchAll(db, sql: selection.sql(limit: limit), arguments: StatementArguments(selection.values))
      .map(summary)
  }

  /// A frequent word is in millions of segments, and the latest calls have it: first a few of them are looked through,
  /// then more. What has not filled a page by then is rare, and all its calls are looked up.
  private static func callsWithText(_ db: Database, _ query: CallQuery, limit: Int) throws -> [CallSummary] {
    var rest = query
    var found: [CallSummary] = []
    for size in [250, 2_000] {
      let range = rest.idRange
      let first = try String.fetchOne(
        db, sql: "SELECT id FROM calls WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1 OFFSET ?",
        arguments: [range.from.description, range.until.description, size - 1])
      guard let first else { break }
      let bounds = try Row.fetchOne(
        db, sql: "SELECT min(id) AS low, max(id) AS high FROM segments WHERE call >= ? AND call < ?",
        arguments: [first, range.until.description])
      if let low: Int64 = bounds?["low"], let high: Int64 = bounds?["high"] {
        let selection = CallSelection(rest, from: first, segments: low...high)
        found += try calls(db, selection, limit: limit - found.count)
      }
      if found.count >= limit { return found }
      rest.after = try callID(first)
    }
    return try found + calls(db, CallSelection(rest), limit: limit - found.count)
  }

  /// Turns in which all the words are, those stored last first.
  public func search(_ query: TextQuery) throws(StoreError) -> TextPage {
    let limit = query.boundedLimit
    let words = TextQuery.words(of: query.text)
    guard !words.isEmpty else { return TextPage(rows: [], limit: limit) }
    let range = CallQuery(fromMs: query.fromMs, untilMs: query.untilMs).idRange
    var values: [any DatabaseValueConvertible] = [CallSelection.match(words)]
    var sql = """
      SELECT segments.* FROM segments_text JOIN segments ON segments.id = segments_text.rowid
      WHERE segments_text MATCH ?
      """
    if query.fromMs != nil || query.untilMs != nil {
      sql += " AND segments.call >= ? AND segments.call < ?"
      values += [range.from.description, range.until.description]
    }
    if let tenant = query.tenant {
      sql += " AND segments.tenant = ?"
      values.append(StorableText.of(tenant))
    }
    if let after = query.after {
      // A place that was erased meanwhile ends the search.
      sql += """
         AND segments_text.rowid < coalesce((SELECT id FROM segments WHERE call = ? AND sequence = ?), 0)
        """
      values += [after.call.description, after.sequence]
    }
    sql += " ORDER BY segments_text.rowid DESC LIMIT \(limit + 1)"
    let rows = try read { db in
      try Row.fetchAll(db, sql: sql, arguments: StatementArguments(values)).compactMap(Self.turn)
    }
    return TextPage(rows: rows, limit: limit)
  }

  /// A call's turns, in order.
  public func turns(of call: CallID) throws(StoreError) -> [TurnRecord] {
    try rows("SELECT * FROM segments WHERE call = ? ORDER BY sequence", of: call, Self.turn)
      .compactMap { $0 }
  }

  /// Where the time of a call's turns went, in order.
  public func timings(of call: CallID) throws(StoreError) -> [TurnTimingRecord] {
    try rows("SELECT * FROM turns WHERE call = ? ORDER BY turn", of: call) { row in
      TurnTimingRecord(
        call: call, turn: row["turn"], endpointing: Self.mediaTime(row["endpointing_ms"]),
        recognition: Self.mediaTime(row["recognition_ms"]), reply: Self.mediaTime(row["reply_ms"]),
        synthesis: Self.mediaTime(row["synthesis_ms"]),
        voiceToVoice: Self.mediaTime(row["voice_to_voice_ms"]), endpointReason: row["endpoint_reason"],
        wasSpeculative: row["was_speculative"], tenant: row["tenant"])
    }
  }

  /// What happened in a call, in order.
  public func events(of call: CallID) throws(StoreError) -> [CallEventRecord] {
    try rows("SELECT * FROM events WHERE call = ? ORDER BY sequence", of: call) { row in
      CallEventRecord(
        call: call, sequence: row["sequence"], at: Self.mediaTime(row["media_ms"]), kind: row["kind"],
        detail: row["detail"], tenant: row["tenant"])
    }
  }

  /// What a call used of whom, and what that cost.
  public func usage(of call: CallID) throws(StoreError) -> [UsageRecord] {
    try rows("SELECT * FROM usage WHERE call = ? ORDER BY sequence, provider, unit", of: call) { row in
      UsageRecord(
        call: call, tenant: row["tenant"], sequence: row["sequence"], at: Self.mediaTime(row["media_ms"]),
        provider: row["provider"], unit: row["unit"], quantity: row["quantity"],
        costMicros: row["cost_micros"], currency: row["currency"])
    }
  }

  /// Everything stored of a call; nil when it is not stored.
  public func transcript(of id: CallID) throws(StoreError) -> Transcript? {
    guard let call = try call(id) else { return nil }
    return Transcript(
      call: call, turns: try turns(of: id), timings: try timings(of: id), events: try events(of: id))
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try pool.read(body) } catch { throw StoreError(error, path: path) }
  }

  private func rows<Value>(
    _ sql: String, of call: CallID, _ value: (Row) -> Value
  ) throws(StoreError) -> [Value] {
    try read { db in
      try Row.fetchAll(db, sql: sql, arguments: [call.description]).map(value)
    }
  }

  private static func summary(_ row: Row) throws -> CallSummary {
    let direction: String? = row["direction"]
    return CallSummary(
      id: try callID(row["id"]), tenant: row["tenant"],
      direction: direction.flatMap(CallSummary.Direction.init),
      agent: row["agent"], from: row["from_number"], to: row["to_number"],
      carrierCallID: row["carrier_call_id"], carrierSessionID: row["carrier_session_id"],
      streamID: row["stream_id"], codec: row["codec"], startedMs: row["started_ms"],
      answeredMs: row["answered_ms"], endedMs: row["ended_ms"], endReason: row["end_reason"],
      outcome: row["outcome"], slotsJSON: row["slots"], recordingPath: row["recording_path"],
      agentVersion: row["agent_version"])
  }

  private static func turn(_ row: Row) -> TurnRecord? {
    let name: String = row["call"]
    guard let call = CallID(name) else { return nil }
    return TurnRecord(
      call: call, sequence: row["sequence"],
      speaker: TurnRecord.Speaker(rawValue: row["speaker"]) ?? .caller, text: row["text"],
      heardText: row["heard_text"], wasCut: row["was_cut"], start: mediaTime(row["start_ms"]),
      end: mediaTime(row["end_ms"]), confidence: row["confidence"],
      words: SegmentWord.words(json: row["words"]), tenant: row["tenant"])
  }

  static func callID(_ text: String) throws(StoreError) -> CallID {
    guard let id = CallID(text) else { throw .corrupted(reason: "a call named \(text)") }
    return id
  }

  private static func belongsToID(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "-"): true
    default: false
    }
  }

  static func mediaTime(_ ms: Double) -> MediaTime {
    .stored(milliseconds: ms)
  }
}
