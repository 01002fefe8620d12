package import Audio

/// SQL by which a store finds and removes what has been kept for long enough; the same on every store.
///
/// A call that has no end is left alone for a day longer: it may be running. Ids are written into the text: they are
/// hexadecimal digits and hyphens.
package enum ExpiryStatements {
  package static let graceMs: Int64 = 86_400_000

  /// Rows of id and recording's path, ascending: calls of which something of the kind is there.
  ///
  /// - Parameters:
  ///   - beforeMs: when the call came in, milliseconds since 1970.
  ///   - after: only calls with a higher id.
  package static func selection(
    _ kind: RetainedKind, beforeMs: Int64, after: CallID?, limit: Int
  ) -> String {
    let span = Span(beforeMs: beforeMs, after: after, limit: max(1, limit))
    let calls = { (column: String) in
      "SELECT id FROM calls WHERE \(span.holds("id")) AND \(column) IS NOT NULL AND \(span.isOver)"
    }
    let rows = { (table: String, condition: String) in
      """
      SELECT DISTINCT call AS id FROM \(table) WHERE \(span.holds("call"))\(condition) AND NOT EXISTS (
        SELECT 1 FROM calls WHERE id = \(table).call AND NOT \(span.isOver))
      """
    }
    let sources =
      switch kind {
      case .calls: [calls("id")]
      case .recordings: [calls("recording_path")]
      case .events: [rows("events", "")]
      case .transcripts:
        [
          rows("segments", ""), calls("slots"), rows("outcomes", " AND slots IS NOT NULL"),
          rows("parked_records", ""),
        ]
      case .eventLogs: [String]()
      }
    guard !sources.isEmpty else { return "SELECT id, recording_path FROM calls WHERE 1 = 0" }
    // Each source ends after `limit` rows, so that none is read to its end for a few.
    let union = sources.enumerated().map {
      "SELECT id FROM (\($0.element) ORDER BY 1 LIMIT \(span.limit)) AS source_\($0.offset)"
    }.joined(separator: " UNION ")
    return """
      SELECT found.id, calls.recording_path FROM (\(union) ORDER BY 1 LIMIT \(span.limit)) AS found
      LEFT JOIN calls ON calls.id = found.id ORDER BY found.id
      """
  }

  /// Statements that remove it; to be run in one transaction.
  package static func removals(_ kind: RetainedKind, of calls: [CallID]) -> [String] {
    guard !calls.isEmpty else { return [] }
    let list = calls.map { "'\($0)'" }.joined(separator: ",")
    let delete = { (table: String) in "DELETE FROM \(table) WHERE call IN (\(list))" }
    return switch kind {
    case .calls:
      ["segments", "turns", "events", "outcomes", "usage", "consents", "parked_records"].map(delete) + [
        "DELETE FROM contacts WHERE last_call IN (\(list))", "DELETE FROM calls WHERE id IN (\(list))",
      ]
    case .transcripts:
      [delete("segments"), delete("parked_records")] + [
        "UPDATE calls SET slots = NULL WHERE id IN (\(list)) AND slots IS NOT NULL",
        "UPDATE outcomes SET slots = NULL WHERE call IN (\(list)) AND slots IS NOT NULL",
      ]
    case .events: [delete("events")]
    case .recordings: ["UPDATE calls SET recording_path = NULL WHERE id IN (\(list))"]
    case .eventLogs: []
    }
  }

  private struct Span {
    let from: CallID?
    let until: CallID
    let graceful: CallID
    let limit: Int

    init(beforeMs: Int64, after: CallID?, limit: Int) {
      from = after
      until = CallQuery(untilMs: beforeMs).idRange.until
      graceful = CallQuery(untilMs: beforeMs.subtractingReportingOverflow(graceMs).partialValue).idRange.until
      self.limit = limit
    }

    func holds(_ column: String) -> String {
      (from.map { "\(column) > '\($0)' AND " } ?? "") + "\(column) < '\(until)'"
    }

    var isOver: String { "(ended_ms IS NOT NULL OR calls.id < '\(graceful)')" }
  }
}
