public import Wire

/// What a tool's arguments must look like: the part of JSON Schema (2020-12) that vendors of models agree on.
///
/// Checked are `type`, `enum`, `const`, `properties`, `required`, `additionalProperties` (true or false), `items`,
/// `minimum`, `maximum`, `minLength`, `maxLength`, `minItems` and `maxItems`; `description`, `title`, `default`,
/// `examples` and `format` are passed on. Any other keyword is refused, since it would silently not be checked.
public struct ToolSchema: Sendable, Equatable, Codable {
  /// As it was written, with the members in their order.
  public let document: JSONValue

  /// Of a tool without parameters.
  public static let none = ToolSchema(
    checked: .object([.init("type", .string("object")), .init("properties", .object([]))]))

  /// - Parameter document: an object schema.
  public init(_ document: JSONValue) throws(ToolSchemaError) {
    guard document["type"] == .string("object") else {
      throw .wrong(path: "type", expected: "\"object\" at the top of a tool's parameters")
    }
    try Self.check(document, at: "", depth: 0)
    self.document = document
  }

  private init(checked document: JSONValue) { self.document = document }

  /// For the vendor, always the same text.
  public var json: String { document.text }

  private static let types = ["object", "array", "string", "number", "integer", "boolean", "null"]
  private static let keywords = [
    "type", "enum", "const", "properties", "required", "additionalProperties", "items", "minimum", "maximum",
    "minLength", "maxLength", "minItems", "maxItems", "description", "title", "default", "examples", "format",
  ]
  private static let maximumDepth = 8

  // MARK: - The schema itself

  private static func check(_ schema: JSONValue, at path: String, depth: Int) throws(ToolSchemaError) {
    func place(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
    guard depth <= maximumDepth else { throw .tooDeep(path: path) }
    guard let members = schema.members else {
      throw .wrong(path: path, expected: "a mapping such as {type: string}")
    }
    for member in members {
      let here = place(member.key)
      guard keywords.contains(member.key) else {
        throw .unsupported(path: here, suggestion: EditDistance.nearest(to: member.key, in: keywords))
      }
      switch member.key {
      case "type": try checkType(member.value, at: here)
      case "enum":
        guard let values = member.value.elements, !values.isEmpty else {
          throw .wrong(path: here, expected: "a list of at least one value")
        }
      case "properties":
        guard let properties = member.value.members else {
          throw .wrong(path: here, expected: "a mapping of names to schemas")
        }
        for property in properties {
          try check(property.value, at: "\(here).\(property.key)", depth: depth + 1)
        }
      case "required":
        let names = schema["properties"]?.members?.map(\.key) ?? []
        guard let required = member.value.elements, required.allSatisfy({ $0.string != nil }) else {
          throw .wrong(path: here, expected: "a list of names")
        }
        for name in required.compactMap(\.string) where !names.contains(name) {
          throw .wrong(path: here, expected: "names of properties; there is none called \"\(name)\"")
        }
      case "additionalProperties":
        guard member.value.bool != nil else { throw .wrong(path: here, expected: "true or false") }
      case "items": try check(member.value, at: here, depth: depth + 1)
      case "minimum", "maximum":
        guard member.value.number != nil else { throw .wrong(path: here, expected: "a number") }
      case "minLength", "maxLength", "minItems", "maxItems":
        guard let count = member.value.integer, count >= 0 else {
          throw .wrong(path: here, expected: "a whole number from 0 up")
        }
      case "description", "title", "format":
        guard member.value.string != nil else { throw .wrong(path: here, expected: "a text") }
      default: break
      }
    }
  }

  private static func checkType(_ value: JSONValue, at path: String) throws(ToolSchemaError) {
    let names = value.elements?.map(\.string) ?? [value.string]
    guard !names.isEmpty, names.allSatisfy({ $0.map(types.contains) ?? false }) else {
      throw .wrong(path: path, expected: "one of \(types.joined(separator: ", "))")
    }
  }

  // MARK: - Arguments

  /// What is wrong with arguments, in words for the model that wrote them; empty when nothing is. At most eight.
  public func problems(with arguments: JSONValue) -> [String] {
    var problems: [String] = []
    Self.compare(arguments, with: document, at: "", &problems)
    return problems
  }

  private static func compare(
    _ value: JSONValue, with schema: JSONValue, at path: String, _ problems: inout [String]
  ) {
    func complain(_ text: String) {
      if problems.count < 8 { problems.append("\(path.isEmpty ? "the arguments" : "\"\(path)\"") \(text)") }
    }
    if let type = schema["type"] {
      let names = type.elements?.compactMap(\.string) ?? type.string.map { [$0] } ?? []
      guard names.contains(where: { isOf(type: $0, value) }) else {
        return complain("must be \(names.joined(separator: " or "))")
      }
    }
    if let allowed = schema["enum"]?.elements, !allowed.contains(value) {
      return complain("must be one of \(allowed.prefix(20).map(\.text).joined(separator: ", "))")
    }
    if let constant = schema["const"], constant != value { return complain("must be \(constant.text)") }
    switch value {
    case .number(let number):
      if let least = schema["minimum"]?.number, number < least { complain("must be at least \(least)") }
      if let most = schema["maximum"]?.number, number > most { complain("must be at most \(most)") }
    case .string(let text):
      let count = text.unicodeScalars.count
      if let least = schema["minLength"]?.integer, count < least {
        complain("needs at least \(least) characters")
      }
      if let most = schema["maxLength"]?.integer, count > most {
        complain("has more than \(most) characters")
      }
    case .array(let elements):
      if let least = schema["minItems"]?.integer, elements.count < least {
        complain("needs at least \(least) items")
      }
      if let most = schema["maxItems"]?.integer, elements.count > most {
        complain("has more than \(most) items")
      }
      guard let items = schema["items"] else { return }
      for (index, element) in elements.enumerated() where problems.count < 8 {
        compare(element, with: items, at: "\(path)[\(index)]", &problems)
      }
    case .object(let members):
      func place(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
      for name in schema["required"]?.elements?.compactMap(\.string) ?? [] where value[name] == nil {
        complain("needs \"\(name)\"")
      }
      let isClosed = schema["additionalProperties"] == .bool(false)
      for member in members where problems.count < 8 {
        if let property = schema["properties"]?[member.key] {
          compare(member.value, with: property, at: place(member.key), &problems)
        } else if isClosed {
          complain("has an unknown member \"\(member.key)\"")
        }
      }
    case .null, .bool: break
    }
  }

  private static func isOf(type: String, _ value: JSONValue) -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("number", .number), ("boolean", .bool),
      ("null", .null):
      true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }
}
