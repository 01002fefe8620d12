internal import Audio

/// A column of a batch as one parameter: PostgreSQL's binary form of a one-dimensional array (`array_recv`).
struct ColumnArray {
  enum Element: UInt32 {
    case flag = 16
    case bytes = 17
    case integer = 20
    case text = 25
    case number = 701
    case uuid = 2950
    case json = 3802

    /// The array's type in SQL.
    var sqlType: String {
      switch self {
      case .flag: "boolean[]"
      case .bytes: "bytea[]"
      case .integer: "bigint[]"
      case .text: "text[]"
      case .number: "double precision[]"
      case .uuid: "uuid[]"
      case .json: "jsonb[]"
      }
    }
  }

  private static let headBytes = 20

  let element: Element
  private(set) var count = 0
  private var bytes = [UInt8](repeating: 0, count: headBytes)

  init(_ element: Element) { self.element = element }

  mutating func append(_ value: Bool) {
    begin(1)
    bytes.append(value ? 1 : 0)
  }

  mutating func append(_ value: Int64?) {
    guard let value else { return appendNull() }
    begin(8)
    append(word: UInt64(bitPattern: value))
  }

  /// What is not finite becomes null.
  mutating func append(_ value: Double?) {
    guard let value, value.isFinite else { return appendNull() }
    begin(8)
    append(word: value.bitPattern)
  }

  /// The text has been made storable.
  mutating func append(_ value: String?) {
    guard let value else { return appendNull() }
    begin(value.utf8.count)
    bytes.append(contentsOf: value.utf8)
  }

  mutating func append(json value: String?) {
    guard let value else { return appendNull() }
    begin(value.utf8.count + 1)
    bytes.append(1)  // the version of jsonb's binary form
    bytes.append(contentsOf: value.utf8)
  }

  mutating func append(_ value: [UInt8]) {
    begin(value.count)
    bytes += value
  }

  mutating func append(_ value: CallID) {
    begin(16)
    append(word: value.halves.high)
    append(word: value.halves.low)
  }

  /// The parameter, with the array's head.
  func value() -> PostgresValue {
    var result = bytes
    Self.put(1, at: 0, in: &result)  // dimensions
    Self.put(1, at: 4, in: &result)  // there may be nulls
    Self.put(element.rawValue, at: 8, in: &result)
    Self.put(UInt32(count), at: 12, in: &result)
    Self.put(1, at: 16, in: &result)  // the first subscript
    return .binary(result)
  }

  private mutating func begin(_ length: Int) {
    count += 1
    append(word: UInt32(length))
  }

  private mutating func appendNull() {
    count += 1
    append(word: UInt32.max)
  }

  private mutating func append(word: some FixedWidthInteger & UnsignedInteger) {
    // Sound: the bytes of a number are read while it is there.
    unsafe withUnsafeBytes(of: word.bigEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  private static func put(_ word: UInt32, at offset: Int, in bytes: inout [UInt8]) {
    for place in 0..<4 { bytes[offset + place] = UInt8(truncatingIfNeeded: word >> UInt32(24 - place * 8)) }
  }
}
