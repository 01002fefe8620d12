extension JSONValue {
  /// The document with its keys sorted, two spaces for each level. Numbers that JSON has no form for become strings:
  /// they cannot make a transcript fail.
  func pretty() -> String {
    var text = ""
    write(to: &text, level: 0)
    return text
  }

  private func write(to text: inout String, level: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += Self.written(value)
    case .string(let value): Self.quote(value, into: &text)
    case .array(let values):
      Self.list(values, "[", "]", to: &text, level: level) { $0.write(to: &$1, level: level + 1) }
    case .object(let fields):
      Self.list(fields.sorted { $0.key < $1.key }, "{", "}", to: &text, level: level) {
        Self.quote($0.key, into: &$1)
        $1 += " : "
        $0.value.write(to: &$1, level: level + 1)
      }
    }
  }

  private static func list<Element>(
    _ elements: [Element], _ opening: String, _ closing: String, to text: inout String, level: Int,
    _ write: (Element, inout String) -> Void
  ) {
    guard !elements.isEmpty else {
      text += opening + closing
      return
    }
    let margin = String(repeating: "  ", count: level)
    text += opening
    for (position, element) in elements.enumerated() {
      text += position == 0 ? "\n\(margin)  " : ",\n\(margin)  "
      write(element, &text)
    }
    text += "\n\(margin)\(closing)"
  }

  private static func written(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "\"nan\"" : value < 0 ? "\"-inf\"" : "\"inf\"" }
    guard let whole = Int64(exactly: value) else { return String(value) }
    return String(whole)
  }

  /// A JSON string (RFC 8259 section 7).
  static func quote(_ value: String, into text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\0"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
