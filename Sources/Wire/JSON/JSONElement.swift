public import Audio

/// One value of a ``JSONDocument``.
///
/// Every question has an answer for every value: what is of another type, or no number that a computer can hold, is
/// `nil`, and a member that is `null` is as good as absent.
public struct JSONElement: Sendable {
  let document: JSONDocument
  let index: Int

  private var node: JSONNode { document.nodes[index] }

  /// The member of an object; `nil` if there is none, it is `null`, or this is no object.
  public subscript(key: String) -> JSONElement? {
    guard node.kind == .object else { return nil }
    var found: JSONElement?
    var place = index + 1
    while place < Int(node.next) {
      let value = place + 1
      if isKey(document.nodes[place], key) {
        found = document.nodes[value].kind == .null ? nil : JSONElement(document: document, index: value)
      }
      place = Int(document.nodes[value].next)
    }
    return found
  }

  /// The elements of an array; empty for everything else.
  public var elements: [JSONElement] {
    guard node.kind == .array else { return [] }
    var result: [JSONElement] = []
    var place = index + 1
    while place < Int(node.next) {
      result.append(JSONElement(document: document, index: place))
      place = Int(document.nodes[place].next)
    }
    return result
  }

  public var isObject: Bool { node.kind == .object }
  public var isArray: Bool { node.kind == .array }
  public var isNull: Bool { node.kind == .null }

  /// A string's value, its escapes resolved; half a surrogate pair is U+FFFD.
  public var string: String? { node.kind == .string ? node.text.string(in: document.bytes.span) : nil }

  public var bool: Bool? {
    switch node.kind {
    case .yes: true
    case .no: false
    default: nil
    }
  }

  /// A number's value; `nil` also for one that overflows to infinity.
  public var double: Double? {
    guard node.kind == .number, let value = Double(rawText), value.isFinite else { return nil }
    return value
  }

  /// A whole number's value, be it written `2` or `2.0`.
  public var integer: Int? {
    guard node.kind == .number else { return nil }
    if let value = Int(rawText) { return value }
    return double.flatMap { Int(exactly: $0) }
  }

  /// Seconds as time, from zero to a year; nothing outside that is a place in a call.
  public var seconds: MediaTime? {
    guard let value = double, value >= 0, value < 3.2e7 else { return nil }
    return .seconds(value)
  }

  /// A string's value, or a number's or a truth value's text.
  public var text: String? {
    switch node.kind {
    case .string: string
    case .number, .yes, .no: rawText
    case .null, .array, .object: nil
    }
  }

  /// The bytes that a string holds as base64; `nil` if it is not base64.
  public var base64: [UInt8]? {
    guard node.kind == .string else { return nil }
    let text = document.bytes.span
    var isBase64 = false
    let decoded = [UInt8](capacity: Base64.maximumDecodedSize(node.range.count)) {
      isBase64 = Base64.decode(text, in: node.range, into: &$0)
    }
    return isBase64 ? decoded : nil
  }

  /// The value as it stands in the text; of a string what is between its quotation marks.
  public var rawText: String { String(decoding: document.bytes[node.range], as: UTF8.self) }

  private func isKey(_ node: JSONNode, _ key: String) -> Bool {
    if node.hasEscapes { return node.text.string(in: document.bytes.span) == key }
    guard Int(node.end - node.start) == key.utf8.count else { return false }
    return document.bytes[node.range].elementsEqual(key.utf8)
  }
}
