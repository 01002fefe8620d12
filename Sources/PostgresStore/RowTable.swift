/// A table as the writer sees it: the columns that it fills, and what it does with a row that is there already.
struct RowTable {
  struct Column {
    var name: String
    var element: ColumnArray.Element

    init(_ name: String, _ element: ColumnArray.Element) {
      self.name = name
      self.element = element
    }
  }

  var name: String
  var columns: [Column]
  /// What follows `ON CONFLICT`.
  var conflict: String

  /// One statement for any number of rows: a parameter is a whole column.
  var insertion: String {
    let names = columns.map(\.name).joined(separator: ", ")
    let arrays = columns.enumerated().map { "$\($0.offset + 1)::\($0.element.element.sqlType)" }
      .joined(separator: ", ")
    return "INSERT INTO \(name) (\(names)) SELECT * FROM unnest(\(arrays)) ON CONFLICT \(conflict)"
  }

  private static let stands = "(call, sequence) DO NOTHING"

  static let calls: RowTable = {
    let known: [Column] = [
      Column("direction", .text), Column("agent", .text), Column("agent_version", .text),
      Column("from_number", .text), Column("to_number", .text), Column("carrier_call_id", .text),
      Column("carrier_session_id", .text), Column("stream_id", .text), Column("codec", .text),
      Column("started_ms", .integer), Column("answered_ms", .integer), Column("ended_ms", .integer),
      Column("end_reason", .text), Column("outcome", .text), Column("slots", .text),
      Column("recording_path", .text),
    ]
    // What is not known now leaves what was known before.
    let updates = known.map { "\($0.name) = coalesce(excluded.\($0.name), calls.\($0.name))" }
    return RowTable(
      name: "calls",
      columns: [
        Column("id", .uuid), Column("tenant", .text), Column("journal", .text),
        Column("last_sequence", .integer), Column("record_count", .integer),
      ] + known,
      conflict: """
        (id) DO UPDATE SET
          tenant = CASE WHEN calls.tenant = 'default' THEN excluded.tenant ELSE calls.tenant END,
          last_sequence = excluded.last_sequence,
          record_count = calls.record_count + excluded.record_count,
          \(updates.joined(separator: ", "))
        """)
  }()

  static let segments = RowTable(
    name: "segments",
    columns: [
      Column("call", .uuid), Column("sequence", .integer), Column("tenant", .text), Column("speaker", .text),
      Column("text", .text), Column("heard_text", .text), Column("was_cut", .flag),
      Column("start_ms", .number), Column("end_ms", .number), Column("confidence", .number),
      Column("words", .json),
    ], conflict: stands)

  static let turns = RowTable(
    name: "turns",
    columns: [
      Column("call", .uuid), Column("turn", .integer), Column("tenant", .text),
      Column("endpointing_ms", .number), Column("recognition_ms", .number), Column("reply_ms", .number),
      Column("synthesis_ms", .number), Column("voice_to_voice_ms", .number), Column("endpoint_reason", .text),
      Column("was_speculative", .flag),
    ], conflict: "(call, turn) DO NOTHING")

  static let events = RowTable(
    name: "events",
    columns: [
      Column("call", .uuid), Column("sequence", .integer), Column("tenant", .text),
      Column("media_ms", .number),
      Column("kind", .text), Column("detail", .text),
    ], conflict: stands)

  static let outcomes = RowTable(
    name: "outcomes",
    columns: [
      Column("call", .uuid), Column("sequence", .integer), Column("tenant", .text),
      Column("media_ms", .number),
      Column("outcome", .text), Column("slots", .text),
    ], conflict: stands)

  static let usage = RowTable(
    name: "usage",
    columns: [
      Column("call", .uuid), Column("sequence", .integer), Column("tenant", .text),
      Column("media_ms", .number),
      Column("provider", .text), Column("unit", .text), Column("quantity", .number),
      Column("cost_micros", .integer), Column("currency", .text),
    ], conflict: "(call, sequence, provider, unit) DO NOTHING")

  static let consents = RowTable(
    name: "consents",
    columns: [
      Column("call", .uuid), Column("sequence", .integer), Column("tenant", .text),
      Column("media_ms", .number),
      Column("subject", .text), Column("purpose", .text), Column("is_granted", .flag),
      Column("evidence", .text),
    ], conflict: stands)

  static let contacts = RowTable(
    name: "contacts",
    columns: [
      Column("tenant", .text), Column("number", .text), Column("name", .text), Column("attributes", .text),
      Column("last_call", .uuid), Column("first_seen_ms", .integer), Column("last_seen_ms", .integer),
    ],
    conflict: """
      (tenant, number) DO UPDATE SET
        name = coalesce(excluded.name, contacts.name),
        attributes = coalesce(excluded.attributes, contacts.attributes),
        last_call = greatest(excluded.last_call, contacts.last_call),
        first_seen_ms = least(excluded.first_seen_ms, contacts.first_seen_ms),
        last_seen_ms = greatest(excluded.last_seen_ms, contacts.last_seen_ms)
      """)

  static let agents = RowTable(
    name: "agents", columns: [Column("tenant", .text), Column("name", .text)],
    conflict: "(tenant, name) DO NOTHING")

  static let agentVersions = RowTable(
    name: "agent_versions",
    columns: [
      Column("tenant", .text), Column("agent", .text), Column("version", .text), Column("definition", .text),
      Column("first_call", .uuid), Column("first_seen_ms", .integer),
    ], conflict: "(tenant, agent, version) DO NOTHING")

  static let parked = RowTable(
    name: "parked_records",
    columns: [
      Column("journal", .text), Column("number", .integer), Column("call", .uuid),
      Column("sequence", .integer), Column("kind", .integer), Column("recorded_ms", .integer),
      Column("payload", .bytes), Column("reason", .text),
    ], conflict: "(journal, number) DO NOTHING")
}
