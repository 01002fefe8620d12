import Audio
import Testing
import Wire

@Suite("JSON of providers")
struct JSONDocumentTests {
  private func root(_ text: String, _ limits: JSONLimits = .message) throws -> JSONElement {
    try JSONDocument(bytes(text), limits: limits).root
  }

  @Test("values of every type are found where they stand")
  func values() throws {
    let root = try root(
      #" { "s" : "a\u00e9\n", "i": -12, "w": 3.0, "d": 1.5e2, "t": true, "f": false, "n": null, "#
        + #""o": {"x": [1, [2], {"y": 3}]}, "e": {}, "l": [] } "#)
    #expect(root["s"]?.string == "aé\n")
    #expect(root["i"]?.integer == -12)
    #expect(root["w"]?.integer == 3)
    #expect(root["d"]?.double == 150)
    #expect(root["d"]?.text == "1.5e2")
    #expect(root["t"]?.bool == true)
    #expect(root["f"]?.bool == false)
    #expect(root["n"]?.isNull == nil)
    #expect(root["o"]?["x"]?.elements.count == 3)
    #expect(root["o"]?["x"]?.elements[2]["y"]?.integer == 3)
    #expect(root["o"]?["x"]?.rawText == #"[1, [2], {"y": 3}]"#)
    #expect(root["e"]?.isObject == true)
    #expect(root["l"]?.elements.isEmpty == true)
    #expect(root["missing"]?.string == nil)
    #expect(root["s"]?["s"]?.string == nil)
  }

  @Test("a key that is there twice counts with its last value, also when that is null")
  func duplicateKeys() throws {
    #expect(try root(#"{"a":1,"b":2,"a":3}"#)["a"]?.integer == 3)
    #expect(try root(#"{"a":1,"a":null}"#)["a"]?.integer == nil)
    #expect(try root(#"{"\u0061":1}"#)["a"]?.integer == 1)
  }

  @Test(
    "surrogates are joined, and half a pair is a replacement character",
    arguments: [
      (#""\uD83D\uDE00""#, "😀"), (#""\uD83D""#, "\u{FFFD}"), (#""\uDE00x""#, "\u{FFFD}x"),
      (#""\uD83D\u0041""#, "\u{FFFD}A"), (#""a\u0000b""#, "a\0b"), (#""\/\b\f""#, "/\u{8}\u{C}"),
    ])
  func surrogates(text: String, expected: String) throws {
    #expect(try root(text).string == expected)
  }

  @Test("bytes that are not UTF-8 become replacement characters")
  func brokenUTF8() throws {
    #expect(try JSONDocument([0x22, 0x61, 0xFF, 0x62, 0x22]).root.string == "a\u{FFFD}b")
  }

  @Test(
    "what is no JSON is refused",
    arguments: [
      "", " ", "NaN", "Infinity", "-Infinity", "-", "01", "1.", ".5", "+1", "1e", "tru", "nul", "{", "[",
      "[1,]",
      "[,1]", #"{"a":1,}"#, #"{"a"}"#, #"{"a":}"#, "{1:2}", "{'a':1}", #"{"a":1 "b":2}"#, "[1 2]", "[1}",
      "{]",
      "1 2", #"{"a":NaN}"#, #""a"#, #""\x""#, #""\u12""#, "\"a\nb\"", "\"\u{1}\"", "// a\n1", "\u{FEFF}1",
    ])
  func refused(text: String) { #expect(throws: WireError.self) { try root(text) } }

  @Test(
    "a number that no computer can hold is none",
    arguments: ["1e999", "-1e999", "\"1\"", "true", "[]", "{}", "null"])
  func noNumber(text: String) throws {
    #expect(try root(text).double == nil)
    #expect(try root(text).integer == nil)
  }

  @Test("whole numbers keep all their digits, and a fraction is none")
  func wholeNumbers() throws {
    #expect(try root("9223372036854775807").integer == .max)
    #expect(try root("9223372036854775808").integer == nil)
    #expect(try root("1e3").integer == 1000)
    #expect(try root("1.5").integer == nil)
  }

  @Test(
    "seconds are a time only within a year from zero",
    arguments: [
      ("0", 0), ("1.25", 1250), ("-0.1", nil), ("1e308", nil), ("1e999", nil), ("\"1\"", nil),
    ] as [(String, Int64?)])
  func seconds(text: String, expected: Int64?) throws {
    #expect(try root(text).seconds?.milliseconds == expected)
  }

  @Test("depth, size and the number of values are bounded, and recursion is not what bounds them")
  func limits() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: WireError.tooDeep(limit: 32)) { try root(deep) }
    let nested = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
    #expect(try root(nested).isArray)
    let limits = JSONLimits(bytes: 40, depth: 4, values: 8)
    #expect(throws: WireError.tooLarge(limit: 8)) { try root("[1,2,3,4,5,6,7,8]", limits) }
    #expect(throws: WireError.tooLarge(limit: 8)) { try root(#"{"a":1,"b":2,"c":3,"d":4}"#, limits) }
    #expect(throws: WireError.tooLarge(limit: 40)) {
      try root(String(repeating: " ", count: 41) + "1", limits)
    }
  }

  @Test("base64 is decoded out of the text, and what is not base64 is nil")
  func base64() throws {
    #expect(try root(#""aSDinaTvuI8gbWludGxpZnk=""#).base64 == bytes("i ❤️ mintlify"))
    #expect(try root(#""\/\/79""#).base64 == [0xFF, 0xFE, 0xFD])
    #expect(try root(#""a*==""#).base64 == nil)
    #expect(try root("1").base64 == nil)
  }

  @Test("a fragment is one object and nothing else")
  func fragments() throws {
    #expect(try JSONFragment(object: #" {"a": [1]} "#).text == #" {"a": [1]} "#)
    for text in ["", "[]", "1", "{", "{}{}", #"{"a":NaN}"#] {
      #expect(throws: WireError.self) { try JSONFragment(object: text) }
    }
  }
}
