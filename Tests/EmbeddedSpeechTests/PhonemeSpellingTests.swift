import Testing

@testable import EmbeddedSpeech

@Suite("Phoneme spelling")
struct PhonemeSpellingTests {
  private func spell(_ text: String) throws -> String {
    PhonemeSpelling.spell(try FliteFrontEnd().words(of: text))
  }

  @Test(
    "a sentence is spelled as the voice learnt it",
    arguments: [
      ("Hello, how can I help you today?", "həlˈoʊ, hˌaʊ kæn aɪ hˈɛlp juː tədˈeɪ?"),
      ("The apple, the pear.", "ðɪ ˈæpəl, ðə pˈɛɹ."),
      ("It's better water", "ɪts bˈɛɾɚ wˈɔːɾɚ."),
      ("again", "ɐɡˈɛn."),
      ("2 dogs", "tˈuː dˈɑːɡz."),
    ])
  func sentence(text: String, phonemes: String) throws { #expect(try spell(text) == phonemes) }

  @Test("numbers and money are read out")
  func numbers() throws {
    let words = try FliteFrontEnd().words(of: "It costs $45,000.").map(\.text)
    #expect(words == ["it", "costs", "forty", "five", "thousand", "dollars"])
  }

  @Test("nothing to say is nothing", arguments: ["", " ", "...", "'", "-"])
  func nothing(text: String) throws {
    let words = try FliteFrontEnd().words(of: text)
    #expect(PhonemeSpelling.codePoints(of: words).isEmpty)
  }

  @Test("flite survives any ASCII", arguments: [11, 12, 13] as [UInt64])
  func anyText(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let frontEnd = try FliteFrontEnd()
    for _ in 0..<100 {
      let count = Int(random.next() % 200)
      let raw = String((0..<count).map { _ in Character(Unicode.Scalar(UInt8(random.next() % 128))) })
      for piece in SpokenText(raw).pieces {
        _ = PhonemeSpelling.codePoints(of: frontEnd.words(of: piece.text))
      }
    }
  }
}
