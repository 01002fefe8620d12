/// Builds one JSON object, for messages that are rare enough to be arrays.
///
/// Members are written in the order of the calls; absent values (`nil`) leave no trace.
struct JSONWriter {
  private var bytes: [UInt8] = [UInt8(ascii: "{")]
  /// Whether the next member or element is the first of its container.
  private var isFirst = true

  /// The finished text.
  consuming func finished() -> [UInt8] {
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }

  mutating func member(_ key: String, _ value: String?) {
    guard let value else { return }
    begin(key)
    string(value)
  }

  mutating func member(_ key: String, _ value: Int?) {
    guard let value else { return }
    begin(key)
    bytes += Array(String(value).utf8)
  }

  mutating func member(_ key: String, _ value: Bool?) {
    guard let value else { return }
    begin(key)
    bytes += Array((value ? "true" : "false").utf8)
  }

  /// What is not finite has no form in JSON and leaves no trace.
  mutating func member(_ key: String, _ value: Double?) {
    guard let value, value.isFinite else { return }
    begin(key)
    bytes += Array(String(value).utf8)
  }

  /// JSON that is already text.
  mutating func member(_ key: String, _ value: JSONFragment) {
    begin(key)
    bytes += Array(value.text.utf8)
  }

  /// A number sent as a string of digits; absent if `value` is.
  mutating func member(_ key: String, digits value: Int64?) {
    member(key, value.map { String($0) })
  }

  mutating func object(_ key: String, _ body: (inout JSONWriter) -> Void) {
    begin(key)
    container("{", "}", body)
  }

  mutating func array<Element>(
    _ key: String, _ elements: [Element], _ body: (inout JSONWriter, Element) -> Void
  ) {
    begin(key)
    container("[", "]") { writer in
      for element in elements {
        writer.separate()
        body(&writer, element)
      }
    }
  }

  /// One element of an array that is an object.
  mutating func object(_ body: (inout JSONWriter) -> Void) { container("{", "}", body) }

  /// One element of an array that is a string.
  mutating func string(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    let text = Array(value.utf8)
    bytes += [UInt8](capacity: JSONEscaping.size(text.span)) { _ = JSONEscaping.append(text.span, to: &$0) }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func begin(_ key: String) {
    separate()
    string(key)
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func container(
    _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ body: (inout JSONWriter) -> Void
  ) {
    bytes.append(UInt8(ascii: opening))
    isFirst = true
    body(&self)
    bytes.append(UInt8(ascii: closing))
    isFirst = false
  }

  private mutating func separate() {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
  }
}
