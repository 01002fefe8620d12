import Conversation
import Testing
import Wire

@Suite("Schemas of tools' parameters")
struct ToolSchemaTests {
  private static func schema(_ text: String) throws -> ToolSchema {
    try ToolSchema(JSONValue(parsing: "{\"type\":\"object\",\"properties\":{\"a\":\(text)}}"))
  }

  @Test(
    "arguments are checked",
    arguments: [
      ("{\"type\":\"string\"}", "\"x\"", true), ("{\"type\":\"string\"}", "1", false),
      ("{\"type\":\"integer\"}", "3", true), ("{\"type\":\"integer\"}", "3.5", false),
      ("{\"type\":[\"string\",\"null\"]}", "null", true), ("{\"type\":[\"string\",\"null\"]}", "true", false),
      ("{\"enum\":[1,\"b\"]}", "\"b\"", true), ("{\"enum\":[1,\"b\"]}", "2", false),
      ("{\"const\":7}", "7", true), ("{\"const\":7}", "8", false),
      ("{\"minimum\":2,\"maximum\":4}", "3", true), ("{\"minimum\":2}", "1", false),
      ("{\"maximum\":4}", "5", false),
      ("{\"minLength\":2}", "\"é\"", false), ("{\"maxLength\":2}", "\"abc\"", false),
      ("{\"type\":\"array\",\"items\":{\"type\":\"number\"},\"maxItems\":2}", "[1,2]", true),
      ("{\"type\":\"array\",\"items\":{\"type\":\"number\"},\"maxItems\":2}", "[1,\"2\"]", false),
      ("{\"type\":\"array\",\"minItems\":1}", "[]", false),
      ("{\"properties\":{\"b\":{}},\"required\":[\"b\"]}", "{}", false),
      ("{\"properties\":{\"b\":{}},\"additionalProperties\":false}", "{\"c\":1}", false),
      ("{\"description\":\"anything\",\"format\":\"date\"}", "[{}]", true),
    ])
  func arguments(schema: String, value: String, fits: Bool) throws {
    let arguments = try JSONValue(parsing: "{\"a\":\(value)}")
    #expect(try Self.schema(schema).problems(with: arguments).isEmpty == fits)
  }

  @Test(
    "what cannot be checked is no schema",
    arguments: [
      ("{\"type\":\"text\"}", "properties.a.type"), ("{\"pattern\":\"^a\"}", "properties.a.pattern"),
      ("{\"enum\":[]}", "properties.a.enum"), ("{\"required\":[\"x\"]}", "properties.a.required"),
      ("{\"minimum\":\"1\"}", "properties.a.minimum"), ("{\"maxItems\":-1}", "properties.a.maxItems"),
      ("{\"items\":[{}]}", "properties.a.items"), ("{\"$ref\":\"#\"}", "properties.a.$ref"),
      ("7", "properties.a"),
    ])
  func mistakes(schema: String, path: String) throws {
    let error = try #require(throws: ToolSchemaError.self) { try Self.schema(schema) }
    #expect(error.description.hasPrefix("\"\(path)\""))
  }

  @Test("deep schemas are refused, deep arguments are no trouble")
  func deep() throws {
    let nested = String(repeating: "{\"items\":", count: 20) + "{}" + String(repeating: "}", count: 20)
    #expect(throws: ToolSchemaError.self) { try Self.schema(nested) }
    let arguments = "{\"a\":" + String(repeating: "[", count: 30) + String(repeating: "]", count: 30) + "}"
    #expect(try Self.schema("{}").problems(with: JSONValue(parsing: arguments)).isEmpty)
    #expect(throws: WireError.self) { try JSONValue(parsing: String(repeating: "[", count: 100_000)) }
  }

  @Test("a tree is written as it was read, and read as it was written", arguments: 0..<200)
  func roundTrip(seed: UInt64) throws {
    var dice = SeededGenerator(seed: seed)
    func value(_ depth: Int) -> JSONValue {
      switch Int.random(in: 0..<(depth > 4 ? 4 : 6), using: &dice) {
      case 0: .null
      case 1: .bool(Bool.random(using: &dice))
      case 2: .number([0, -1, 1.5, 1e20, -2.5e-7, 9_007_199_254_740_992].randomElement(using: &dice) ?? 0)
      case 3: .string(["", "a\"b\\", "\u{1}\n", "é😀", "\u{2028}"].randomElement(using: &dice) ?? "")
      case 4: .array((0..<Int.random(in: 0...3, using: &dice)).map { _ in value(depth + 1) })
      default: .object((0..<Int.random(in: 0...3, using: &dice)).map { .init("k\($0)", value(depth + 1)) })
      }
    }
    let tree = value(0)
    #expect(try JSONValue(parsing: tree.text) == tree)
    #expect(try JSONValue(parsing: tree.text).text == tree.text)
  }

  @Test(
    "text that is no JSON is refused",
    arguments: ["", "{", "{\"a\":1,}", "nul", "1e999", "[1 2]", "{} x", "\"\u{1}\"", "01"])
  func noJSON(text: String) {
    #expect(throws: WireError.self) { try JSONValue(parsing: text) }
  }
}
