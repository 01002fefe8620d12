/// A parameter of a statement: bytes in PostgreSQL's text or binary form, or null.
struct PostgresValue {
  var bytes: [UInt8]?
  var isBinary: Bool

  static let null = PostgresValue(bytes: nil, isBinary: false)

  static func text(_ value: String) -> PostgresValue {
    // The text form ends with a NUL; in it there is none, or the value would be cut.
    PostgresValue(bytes: value.utf8.filter { $0 != 0 } + [0], isBinary: false)
  }

  static func text(_ value: String?) -> PostgresValue { value.map { text($0) } ?? .null }

  static func integer(_ value: some BinaryInteger) -> PostgresValue { text(String(value)) }

  static func binary(_ bytes: [UInt8]) -> PostgresValue { PostgresValue(bytes: bytes, isBinary: true) }
}
