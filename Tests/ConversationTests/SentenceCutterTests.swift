import Conversation
import Testing

@Suite("Sentence cutter")
struct SentenceCutterTests {
  static func cut(_ text: String) -> [String] {
    var cutter = SentenceCutter()
    return cutter.feed(text) + cutter.flush()
  }

  @Test(
    "the first clause comes early, then whole sentences",
    arguments: [
      ("", []), ("   ", []), ("Hello.", ["Hello."]),
      (
        "Great, so about fifty thousand dollars. And who decides?",
        ["Great, so about fifty thousand dollars.", "And who decides?"]
      ),
      (
        "That depends on the roof, so the visit comes with a quote. One, two, three, four, five.",
        ["That depends on the roof,", "so the visit comes with a quote.", "One, two, three, four, five."]
      ),
      (
        "Dr. Weber pays $5.50 at 3 p.m. on Monday. Really?",
        ["Dr. Weber pays $5.50 at 3 p.m. on Monday.", "Really?"]
      ),
      ("We meet at 3 p.m. Then we eat.", ["We meet at 3 p.m.", "Then we eat."]),
      ("Write to joe@example.com. Or call.", ["Write to joe@example.com.", "Or call."]),
      ("No way!! \"Stop.\" He left.", ["No way!!", "\"Stop.\"", "He left."]),
      ("Line one\nline two", ["Line one", "line two"]),
      (
        "It is 2.5 miles, e.g. by car, to J. Smith etc. but not far.",
        ["It is 2.5 miles,", "e.g. by car, to J. Smith etc. but not far."]
      ),
      ("We can do that now — if you like. Yes.", ["We can do that now —", "if you like.", "Yes."]),
      (
        "Pi is 3.14 or so. He said \"wait...\" and left.",
        ["Pi is 3.14 or so.", "He said \"wait...\" and left."]
      ),
      ("See https://a.b.com/c.d?e=1.5. It works.", ["See https://a.b.com/c.d?e=1.5.", "It works."]),
      ("Ask Prof. Lee, approx. at 10 a.m. tomorrow.", ["Ask Prof. Lee, approx. at 10 a.m. tomorrow."]),
      ("“Is it $1,000.50?” Yes.", ["“Is it $1,000.50?”", "Yes."]),
      ("Well... maybe. OK", ["Well... maybe.", "OK"]),
      ("1. First point here. 2. Second.", ["1. First point here.", "2. Second."]),
      ("A well-known e-mail of ours. Hi", ["A well-known e-mail of ours.", "Hi"]),
    ] as [(String, [String])])
  func cuts(text: String, pieces: [String]) {
    #expect(Self.cut(text) == pieces)
  }

  @Test("a first clause is out before its sentence ends")
  func early() {
    var cutter = SentenceCutter()
    #expect(cutter.feed("That depends on the roof, ") == ["That depends on the roof,"])
    #expect(cutter.feed("so we come and look, and then ") == [])
    #expect(cutter.feed("we talk. ") == ["so we come and look, and then we talk."])
    #expect(cutter.flush() == [])
  }

  @Test("an endless sentence is cut all the same")
  func endless() {
    let pieces = Self.cut(String(repeating: "word ", count: 400))
    #expect(pieces.count > 3)
    #expect(pieces.allSatisfy { $0.utf8.count <= 500 })
  }

  @Test(
    "any split into pieces gives the same cuts, and nothing but white space is lost",
    arguments: 0..<60 as Range<UInt64>)
  func anySplit(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let parts = [
      "Hello", "Dr.", "p.m.", "$5.50", "a", "b,", "c.", "d!", "\"e.\"", "—", "-", "\n", "\r\n", "e\u{301}",
      "👍🏽", "etc.", "I.", "...", "…",
      "joe@x.com", "3.", "word", "Next", ";", "(ok.)", "U.S.", "\u{200D}", "？",
    ]
    let count = Int.random(in: 0...40, using: &random)
    let text = (0..<count).map { _ in parts.randomElement(using: &random) ?? "" }
      .joined(separator: Bool.random(using: &random) ? " " : "  ")
    let whole = Self.cut(text)
    var cutter = SentenceCutter()
    var pieces: [String] = []
    var rest = Array(text.unicodeScalars)[...]
    while !rest.isEmpty {
      let length = Int.random(in: 1...min(7, rest.count), using: &random)
      var piece = String.UnicodeScalarView()
      piece.append(contentsOf: rest.prefix(length))
      pieces += cutter.feed(String(piece))
      rest = rest.dropFirst(length)
    }
    pieces += cutter.flush()
    #expect(pieces == whole, "seed \(seed): \(text.debugDescription)")
    let squeezed = { (text: String) in text.unicodeScalars.filter { !$0.properties.isWhitespace }.map(\.value)
    }
    #expect(squeezed(pieces.joined()) == squeezed(text), "seed \(seed)")
  }
}
