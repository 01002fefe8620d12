import Testing
import Wire

@Suite("Messages of providers under fire")
struct ProviderFuzzTests {
  @Test("documented messages are read without a trap", arguments: ProviderExamples.all)
  func examples(text: String) { fuzzProviders(bytes(text)) }

  @Test("every beginning of a message is read without a trap", arguments: ProviderExamples.all)
  func halves(text: String) {
    let whole = bytes(text)
    for count in 0..<whole.count { fuzzProviders(Array(whole.prefix(count))) }
  }

  @Test("random bytes never trap", arguments: 0..<8)
  func randomBytes(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<500 { fuzzProviders(random.bytes(Int.random(in: 0..<200, using: &random))) }
  }

  @Test("messages with pieces copied, cut and overwritten never trap", arguments: 0..<16)
  func mutations(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed) &+ 2000)
    let tokens = [
      "\"", "\\", "{", "}", "[", "]", ":", ",", "\\u", "\\uD800", "\\uDC00", "-", "e9", "1e999", "NaN",
      "null",
      "=", "\u{0}", "\r", "\n\n", "data: ", "99999999999999999999", "true",
    ]
    for _ in 0..<400 {
      var text = bytes(ProviderExamples.all.randomElement(using: &random) ?? "")
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let from = Int.random(in: 0..<max(1, text.count), using: &random)
        let to = Int.random(in: min(from, text.count)...text.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: text.removeSubrange(min(from, to)..<to)
        case 1: text.insert(contentsOf: bytes(tokens.randomElement(using: &random) ?? ""), at: min(from, to))
        case 2: text.insert(contentsOf: Array(text[min(from, to)..<to]), at: to)
        default: if from < text.count { text[from] = UInt8(truncatingIfNeeded: random.next()) }
        }
      }
      fuzzProviders(text)
    }
  }
}
