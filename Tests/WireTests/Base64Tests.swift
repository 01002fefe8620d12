import Testing
import Wire

@Suite("Base64")
struct Base64Tests {
  @Test(
    "the examples of RFC 4648 encode and decode, padded or not",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func examples(plain: String, encoded: String) {
    #expect(base64(bytes(plain)) == encoded)
    #expect(decoded(base64: encoded) == bytes(plain))
    #expect(decoded(base64: String(encoded.prefix { $0 != "=" })) == bytes(plain))
  }

  @Test("every character of the alphabet has its place, in a word and one by one")
  func alphabet() {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    for (value, character) in alphabet.enumerated() {
      let group = String(repeating: String(character), count: 4)
      let bits = value << 18 | value << 12 | value << 6 | value
      let expected = [UInt8(bits >> 16), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)]
      #expect(decoded(base64: group) == expected)
      #expect(decoded(base64: group + group) == expected + expected)
      #expect(base64(expected) == group)
      #expect(base64(expected + expected + expected) == group + group + group)
    }
  }

  @Test("a byte outside the alphabet is refused, wherever it stands", arguments: 0...255)
  func foreignBytes(byte: Int) {
    let character = UInt8(byte)
    let isMember = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
      .contains(character)
    for position in 0..<15 {
      var text = [UInt8](repeating: UInt8(ascii: "A"), count: 16)
      text[position] = character
      var isBase64 = false
      let decoded = [UInt8](capacity: 12) { isBase64 = Base64.decode(text.span, into: &$0) }
      #expect(isBase64 == isMember)
      #expect(decoded.isEmpty == !isMember)
    }
  }

  @Test(
    "malformed text is refused",
    arguments: [
      "A", "AAAAA", "=", "==", "A=", "A==", "A===", "AA=", "AA=A", "AAA==", "AAAA=", "AA==AA", "AA== ",
      " AAAA",
      "AA AA", "AAA=AAAA", "\\", "AAA\\", "AA\\AA", "\\n", "\\u00", "\\u002", "\\u0100", "\\uD83D", "AAAA\\/",
      "A-_A", "not base64!",
    ])
  func malformed(text: String) {
    #expect(decoded(base64: text) == nil)
  }

  @Test(
    "escaped slashes are read as slashes, anywhere",
    arguments: [
      (#"\/\/\/\/"#, "////"), (#"AAAAAAA\/AAAAAAAA"#, "AAAAAAA/AAAAAAAA"),
      (#"AAAAAAAA\/w=="#, "AAAAAAAA/w=="),
      (#"\u002f\u002F\/+"#, "///+"), (#"\/w\u003d="#, "/w=="), (#"\u0041AAA"#, "AAAA"),
    ])
  func escapes(escaped: String, plain: String) {
    #expect(decoded(base64: escaped) == decoded(base64: plain))
    #expect(decoded(base64: escaped) != nil)
  }

  @Test("decoding what was encoded gives the same bytes, at every length and with any slash escaped")
  func roundTrip() {
    var random = SeededGenerator(seed: 11)
    for length in 0..<400 {
      let original = random.bytes(length)
      let text = base64(original)
      #expect(text.utf8.count == Base64.encodedSize(length))
      #expect(decoded(base64: text) == original)
      let escaped = text.map { $0 == "/" && Bool.random(using: &random) ? "\\/" : String($0) }.joined()
      #expect(decoded(base64: escaped) == original)
      #expect(decoded(base64: String(text.prefix { $0 != "=" })) == original)
    }
  }

  @Test("what does not fit is refused and leaves nothing behind", arguments: 0...16)
  func noRoom(room: Int) {
    let text = bytes("AAAAAAAAAAAAAAAA")
    _ = [UInt8](capacity: 64) { output in
      while output.freeCapacity > room { output.append(7) }
      let before = output.count
      let decodes = Base64.decode(text.span, into: &output)
      #expect(decodes == (room >= 12))
      let added = output.count - before
      #expect(added == (decodes ? 12 : 0))
      output.removeLast(added)
      let encodes = Base64.encode(text.span.extracting(first: 10), into: &output)
      #expect(encodes == (room >= 16))
      #expect(output.count - before == (encodes ? 16 : 0))
    }
  }

  @Test("a range outside the text is refused")
  func foreignRange() {
    let text = bytes("AAAA")
    var isBase64 = true
    let decoded = [UInt8](capacity: 8) { isBase64 = Base64.decode(text.span, in: 0..<5, into: &$0) }
    #expect(!isBase64)
    #expect(decoded.isEmpty)
  }
}
