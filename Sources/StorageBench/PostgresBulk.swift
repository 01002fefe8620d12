import Audio
import Foundation
import Journal
import PostgresStore
import Records

/// The same rows by `COPY`, the quickest way into PostgreSQL: the floor, and the way to a year's rows.
struct PostgresBulk {
  private let store: PostgresStore

  init(_ store: PostgresStore) { self.store = store }

  /// Records a second: the rows of the records, one `COPY` a table, into tables of the same shape and indexes.
  func copyRate(_ records: [ProjectedRecord]) throws -> Double {
    let batch = RecordBatch(ProjectedBatch(records: records, cursor: 0), after: 0, progress: [:])
    let files: [(String, [String])] = [
      (
        "calls (id, tenant, journal, last_sequence, record_count, direction, agent, from_number, to_number, codec, started_ms, ended_ms, outcome)",
        batch.calls.map {
          "\($0.summary.id)\tdefault\tbench\t\($0.lastSequence)\t\($0.recordCount)\tinbound\tlead\t\($0.summary.from ?? "")\t\($0.summary.to ?? "")\tPCMU\t\($0.summary.startedMs ?? 0)\t\($0.summary.endedMs ?? 0)\tqualified"
        }
      ),
      (Self.segments, batch.turns.map(Self.row)),
      (
        "turns (call, turn, tenant, endpointing_ms, recognition_ms, reply_ms, synthesis_ms, voice_to_voice_ms, was_speculative)",
        batch.timings.map { "\($0.call)\t\($0.turn)\tdefault\t100\t100\t100\t100\t100\tf" }
      ),
      (
        "events (call, sequence, tenant, media_ms, kind, detail)",
        batch.events.map { "\($0.call)\t\($0.sequence)\tdefault\t\($0.at.milliseconds)\t\($0.kind)\t" }
      ),
    ]
    let data = files.map { (table: $0.0, rows: Array(($0.1.joined(separator: "\n") + "\n").utf8)) }
    // The months' partitions have to be there, as they are for the store.
    try store.apply(ProjectedBatch(records: Array(records.prefix(3_000)), cursor: 1))
    try Self.empty(store)
    let start = MonotonicNanoseconds.now
    for file in data { try store.copy("COPY \(file.table) FROM STDIN", file.rows) }
    let seconds = Double(MonotonicNanoseconds.now - start) / 1e9
    try Self.empty(store)
    return Double(records.count) / seconds
  }

  static func empty(_ store: PostgresStore) throws {
    try store.run("TRUNCATE calls, segments, turns, events, projection_cursors")
  }

  /// A year of calls ; gives some of the calls.
  func fill(_ segments: Int) throws -> [CallID] {
    let now = UInt64(Date().timeIntervalSince1970 * 1_000)
    for month in 0...12 {
      let call = CallID(unixMilliseconds: now - UInt64(month) * 30 * 86_400_000, random: 1, 1)
      try store.apply(
        ProjectedBatch(
          records: [
            ProjectedRecord(
              number: UInt64(month + 1), call: call, sequence: 0,
              contents: [.turn(BenchCalls.turn(call, 1, seed: month))])
          ], cursor: UInt64(month + 1)))
    }
    // Indexes are built once at the end, which is quicker than row by row.
    try store.run("DROP INDEX segments_by_words")
    let calls = segments / YearOfCalls.segmentsPerCall
    var sample: [CallID] = []
    for first in stride(from: 0, to: calls, by: 20_000) {
      var rows: [UInt8] = []
      var summaries: [UInt8] = []
      for call in first..<min(first + 20_000, calls) {
        let age = UInt64(Double(calls - call) / Double(calls) * 365 * 86_400_000)
        let id = CallID(unixMilliseconds: now - age, random: UInt64(call), UInt64(call))
        if call % max(1, calls / 200) == 0 { sample.append(id) }
        summaries += "\(id)\tdefault\tbench\t23\t24\tlead\t+1555\(call % 50_000)\t+15550100000\n".utf8
        for turn in 0..<YearOfCalls.segmentsPerCall {
          rows += Self.row(BenchCalls.turn(id, turn + 2, seed: call &* 31 &+ turn)).utf8
          rows.append(UInt8(ascii: "\n"))
        }
      }
      try store.copy(
        "COPY calls (id, tenant, journal, last_sequence, record_count, agent, from_number, to_number) FROM STDIN",
        summaries)
      try store.copy("COPY \(Self.segments) FROM STDIN", rows)
    }
    try store.run("SET maintenance_work_mem = '512MB'")
    try store.run("CREATE INDEX segments_by_words ON segments USING gin (lexemes)")
    try store.run("ANALYZE")
    return sample
  }

  private static let segments = """
    segments (call, sequence, tenant, speaker, text, was_cut, start_ms, end_ms, confidence)
    """

  private static func row(_ turn: TurnRecord) -> String {
    "\(turn.call)\t\(turn.sequence)\tdefault\t\(turn.speaker.rawValue)\t\(turn.text)\tf\t\(turn.start.milliseconds)\t\(turn.end.milliseconds)\t0.9"
  }
}
