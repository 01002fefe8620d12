/// A JSON text (RFC 8259) as a tree, for the few places where it is looked into more than once: tool schemas and what a
/// model wrote to fit them.
///
/// Members keep the order in which they were written, so that the same tree is always the same text.
public enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  /// A finite number.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  public struct Member: Sendable, Equatable {
    public var key: String
    public var value: JSONValue

    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// Containers that may be open inside one another.
  public static let maximumDepth = 32

  /// Reads one JSON text. Of members with the same key the last counts; a number too large for a `Double` is an error.
  ///
  /// - Parameter maximumBytes: a longer text is refused unread.
  public init(parsing text: String, maximumBytes: Int = 1 << 20) throws(WireError) {
    let bytes = Array(text.utf8.prefix(maximumBytes + 1))
    guard bytes.count <= maximumBytes else { throw .truncated(offset: maximumBytes) }
    var cursor = JSONCursor()
    self = try Self.read(&cursor, bytes.span, depth: 0)
    try cursor.finish(bytes.span)
  }

  // MARK: - Looking

  /// The value of a member; nil where this is no object or has none of that name.
  public subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }

  public var string: String? { if case .string(let text) = self { text } else { nil } }
  public var number: Double? { if case .number(let value) = self { value } else { nil } }
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var elements: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
  public var members: [Member]? { if case .object(let members) = self { members } else { nil } }

  /// The number as a whole one; nil where it is none, or too large to be exact.
  public var integer: Int? {
    guard let number, number == number.rounded(), abs(number) <= 9_007_199_254_740_992 else { return nil }
    return Int(number)
  }

  // MARK: - Reading

  private static func read(
    _ cursor: inout JSONCursor, _ bytes: Span<UInt8>, depth: Int
  ) throws(WireError) -> JSONValue {
    switch try cursor.peek(bytes) {
    case UInt8(ascii: "{"):
      guard depth < maximumDepth else { throw .tooDeep(limit: maximumDepth) }
      try cursor.enterObject(bytes)
      var members: [Member] = []
      var places: [String: Int] = [:]
      while let key = try cursor.nextKey(bytes) {
        let name = key.string(in: bytes)
        let member = Member(name, try read(&cursor, bytes, depth: depth + 1))
        if let place = places[name] {
          members[place] = member
        } else {
          places[name] = members.count
          members.append(member)
        }
      }
      return .object(members)
    case UInt8(ascii: "["):
      guard depth < maximumDepth else { throw .tooDeep(limit: maximumDepth) }
      _ = try cursor.enterArrayOrSkip(bytes)
      var elements: [JSONValue] = []
      while try cursor.nextElement(bytes) { elements.append(try read(&cursor, bytes, depth: depth + 1)) }
      return .array(elements)
    case UInt8(ascii: "\""): return .string(try cursor.text(bytes).string(in: bytes))
    case UInt8(ascii: "n"):
      try cursor.skipValue(bytes)
      return .null
    case UInt8(ascii: "t"), UInt8(ascii: "f"):
      return .bool(try cursor.scalarText(bytes) == "true")
    default:
      let start = cursor.offset
      guard let text = try cursor.scalarText(bytes), let value = Double(text), value.isFinite else {
        throw .notJSON(offset: start)
      }
      return .number(value)
    }
  }

  // MARK: - Writing

  /// The tree as JSON without white space. What is not finite becomes `null`.
  public var text: String {
    var bytes: [UInt8] = []
    write(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(_ bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += Array("null".utf8)
    case .bool(let value): bytes += Array((value ? "true" : "false").utf8)
    case .number(let value):
      if let whole = integer {
        bytes += Array(String(whole).utf8)
      } else {
        bytes += Array((value.isFinite ? "\(value)" : "null").utf8)
      }
    case .string(let text): Self.write(text, &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.write(&bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.write(member.key, &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(&bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ text: String, _ bytes: inout [UInt8]) {
    let utf8 = Array(text.utf8)
    bytes.append(UInt8(ascii: "\""))
    bytes += [UInt8](capacity: JSONEscaping.size(utf8.span)) { _ = JSONEscaping.append(utf8.span, to: &$0) }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension JSONValue: Codable {
  /// As its text, whatever the format around it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  public init(from decoder: any Decoder) throws {
    self = try JSONValue(parsing: decoder.singleValueContainer().decode(String.self))
  }
}
