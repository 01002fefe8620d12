internal import Audio
internal import Records

/// A query for calls as SQL and its parameters.
struct CallSelection {
  private(set) var values: [PostgresValue] = []
  private var conditions: [String] = []
  private var number: String?

  /// - Parameter isTextFrequent: the latest calls are looked through for it, rather than looked up in the words' index.
  init(_ query: CallQuery, isTextFrequent: Bool) {
    let range = query.idRange
    add("id >= ?::uuid", range.from.description)
    add("id < ?::uuid", range.until.description)
    if let tenant = query.tenant { add("tenant = ?", tenant) }
    if let agent = query.agent { add("agent = ?", agent) }
    if let outcome = query.outcome { add("outcome = ?", outcome) }
    if let text = query.text {
      add(
        isTextFrequent
          ? """
          EXISTS (SELECT 1 FROM segments WHERE segments.call = calls.id
            AND segments.lexemes @@ plainto_tsquery('simple', ?))
          """
          // As an array, which is made once and first.
          : """
          id = ANY (ARRAY(SELECT call FROM segments WHERE call >= $1::uuid AND call < $2::uuid
            AND lexemes @@ plainto_tsquery('simple', ?)))
          """, TextQuery.words(of: text).joined(separator: " "))
    }
    number = query.number
  }

  private mutating func add(_ condition: String, _ value: String) {
    values.append(.text(StorableText.of(value)))
    conditions.append(condition.replacing("?", with: "$\(values.count)"))
  }

  mutating func sql(columns: String, limit: Int) -> String {
    let order = "ORDER BY id DESC LIMIT \(limit)"
    let all = conditions.joined(separator: " AND ")
    guard let number else { return "SELECT \(columns) FROM calls WHERE \(all) \(order)" }
    values.append(.text(StorableText.of(number)))
    // Each side has an index that gives its calls in order; only as many as can be wanted are taken of each.
    let sides = ["from_number", "to_number"].map {
      "(SELECT \(columns) FROM calls WHERE \(all) AND \($0) = $\(values.count) \(order))"
    }
    return "SELECT * FROM (\(sides.joined(separator: " UNION "))) AS found \(order)"
  }
}
