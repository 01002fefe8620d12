internal import Audio
internal import GRDB
internal import Records

/// A query for calls as SQL and its arguments.
struct CallSelection {
  private(set) var values: [any DatabaseValueConvertible] = []
  private var conditions: [String] = []
  private let number: String?

  /// - Parameters:
  ///   - first: the lowest id, if not what the query says.
  ///   - segments: the ids of segments that can hold the text.
  init(_ query: CallQuery, from first: String? = nil, segments: ClosedRange<Int64> = .min ... .max) {
    number = query.number.map { StorableText.of($0) }
    let range = query.idRange
    add("id >= ?", first ?? range.from.description)
    add("id < ?", range.until.description)
    if let tenant = query.tenant { add("tenant = ?", StorableText.of(tenant)) }
    if let agent = query.agent { add("agent = ?", StorableText.of(agent)) }
    if let outcome = query.outcome { add("outcome = ?", StorableText.of(outcome)) }
    if let text = query.text {
      add(
        """
        id IN (SELECT segments.call FROM segments_text JOIN segments ON segments.id = segments_text.rowid
          WHERE segments_text MATCH ? AND segments_text.rowid BETWEEN \(segments.lowerBound)
            AND \(segments.upperBound))
        """, Self.match(TextQuery.words(of: text)))
    }
    guard let number else { return }
    let once = values
    values = once + [number] + once + [number]
  }

  func sql(limit: Int) -> String {
    let order = "ORDER BY id DESC LIMIT \(limit)"
    let all = conditions.joined(separator: " AND ")
    guard number != nil else { return "SELECT * FROM calls WHERE \(all) \(order)" }
    // Each side has an index that gives its calls in order; only as many as can be wanted are taken of each.
    let sides = ["from_number", "to_number"].map {
      "SELECT * FROM (SELECT * FROM calls WHERE \(all) AND \($0) = ? \(order))"
    }
    return "SELECT * FROM (\(sides.joined(separator: " UNION "))) \(order)"
  }

  /// Words for `MATCH` (SQLite, FTS5, section 3.1): each quoted, so that none is an operator; all must be there.
  static func match(_ words: [String]) -> String {
    words.isEmpty ? "\"\"" : words.map { "\"\($0)\"" }.joined(separator: " ")
  }

  private mutating func add(_ condition: String, _ value: some DatabaseValueConvertible) {
    values.append(value)
    conditions.append(condition)
  }
}
