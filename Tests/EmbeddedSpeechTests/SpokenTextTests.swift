import Testing

@testable import EmbeddedSpeech

@Suite("Spoken text")
struct SpokenTextTests {
  @Test("text becomes ASCII that can be said")
  func ascii() {
    let cases = [
      "Hello there.": "Hello there.", "  a\n\tb ": "a b", "Café — naïve…": "Cafe , naive,",
      "It\u{2019}s £5 & 3 €": "It's pounds 5 and 3 euros", "Hi 👋🏽 you": "Hi you", "Straße": "Strasse",
      "a@b.com #4": "a at b.com number 4",
    ]
    for (raw, clean) in cases { #expect(SpokenText(raw).pieces.map(\.text) == [clean]) }
  }

  @Test("what cannot be said is no piece at all", arguments: ["", "   ", "👋", "...", "—", "日本語", "\u{0}"])
  func nothing(raw: String) { #expect(SpokenText(raw).pieces.isEmpty) }

  @Test("sentences are spoken one by one, with a pause between and none after")
  func sentences() {
    let first = "We have an opening on Tuesday at three thirty in the afternoon."
    let text = SpokenText(first + " Would that suit you?")
    #expect(text.pieces.map(\.text) == [first, "Would that suit you?"])
    #expect(text.pieces.map(\.pauseMs) == [300, 0])
  }

  @Test("pieces are short, words are short, and no letter is lost", arguments: [1, 2, 3] as [UInt64])
  func longText(seed: UInt64) {
    var random = SplitMix(state: seed)
    let alphabet = Array("abcdefghij      ,.?!;: 'ABC123")
    let raw = String((0..<2000).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] })
    let pieces = SpokenText(raw + String(repeating: "x", count: 500)).pieces.map(\.text)
    #expect(pieces.allSatisfy { $0.count <= 220 })
    #expect(pieces.flatMap { $0.split(separator: " ") }.allSatisfy { $0.count <= 40 })
    let letters = pieces.joined().filter { $0.isLetter || $0.isNumber }
    #expect(letters == raw.filter { $0.isLetter || $0.isNumber } + String(repeating: "x", count: 500))
  }
}
