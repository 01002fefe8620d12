/// Any JSON document (RFC 8259), for texts whose shape others decide.
enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }
  init(_ value: Int64?) { self = value.map(JSONValue.integer) ?? .null }
  init(_ value: Double?) { self = value.map(JSONValue.number) ?? .null }
}
