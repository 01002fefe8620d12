import Records
import Testing

@Suite("Text on its way into a store")
struct StorableTextTests {
  @Test(
    "NUL becomes U+FFFD, everything else stays", arguments: [("a\0b", "a\u{FFFD}b"), ("", ""), ("é", "é")])
  func nul(text: String, expected: String) { #expect(StorableText.of(text) == expected) }

  @Test("what is longer than a mebibyte is cut at a whole scalar")
  func long() {
    let text = String(repeating: "é", count: 1 << 20)
    let stored = StorableText.of(text)
    #expect(stored.utf8.count == StorableText.mostBytes)
    #expect(text.hasPrefix(stored))
    #expect(StorableText.of(String(repeating: "\0", count: 1 << 20)).utf8.count <= StorableText.mostBytes)
  }

  @Test("pauses grow to their limit, differ, and begin anew")
  func backoff() {
    var generator = SeededGenerator(seed: 1)
    var backoff = Backoff(firstMs: 100, lastMs: 1_000)
    let pauses = (0..<100).map { _ in backoff.next(using: &generator) }
    #expect(pauses[0] <= 100)
    #expect(pauses.allSatisfy { $0 > 0 && $0 <= 1_000 })
    #expect(pauses.dropFirst(4).allSatisfy { $0 >= 500 })
    #expect(Set(pauses).count > 20)
    backoff.reset()
    #expect(backoff.next(using: &generator) <= 100)
  }
}
