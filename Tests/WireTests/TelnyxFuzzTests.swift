import Foundation
import Testing
import Wire

@Suite("Telnyx messages under fire")
struct TelnyxFuzzTests {
  /// Files that once were hard, or that a fuzzer starts from.
  static let corpus: [URL] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "fixtures/wire/telnyx")
    let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).sorted { $0.path < $1.path }
  }()

  @Test("every file of the corpus is read without a trap", arguments: corpus)
  func corpusFile(file: URL) throws {
    let bytes = try [UInt8](Data(contentsOf: file))
    fuzzTelnyx(bytes.span)
  }

  @Test("the corpus is there")
  func corpusExists() { #expect(Self.corpus.count >= 10) }

  @Test("random bytes never trap", arguments: 0..<8)
  func randomBytes(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<1000 {
      let noise = random.bytes(Int.random(in: 0..<200, using: &random))
      fuzzTelnyx(noise.span)
    }
  }

  @Test("documented messages with pieces copied, cut and overwritten never trap", arguments: 0..<16)
  func mutations(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed) &+ 1000)
    let tokens = [
      "\"", "\\", "{", "}", "[", "]", ":", ",", "\\u", "\\uD800", "\\uDC00", "-", "e9", "null", "=", "\u{0}",
    ]
    for _ in 0..<500 {
      var text = bytes(TelnyxExamples.all.randomElement(using: &random) ?? "")
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let from = Int.random(in: 0..<max(1, text.count), using: &random)
        let to = Int.random(in: from...text.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: text.removeSubrange(from..<to)
        case 1: text.insert(contentsOf: bytes(tokens.randomElement(using: &random) ?? ""), at: from)
        case 2: text.insert(contentsOf: Array(text[from..<to]), at: to)
        default: if from < text.count { text[from] = UInt8(truncatingIfNeeded: random.next()) }
        }
      }
      fuzzTelnyx(text.span)
    }
  }
}
