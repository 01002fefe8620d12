import Audio
import Conversation
import Providers
import Testing

@testable import CallCore

@Suite("Heard-text ledger")
struct HeardLedgerTests {
  private static let rate = 8_000

  /// A ledger of one finished clause.
  private func ledger(_ text: String, length: Int, words: [SpokenWord] = []) -> HeardLedger {
    var ledger = HeardLedger(rate: Self.rate)
    ledger.begin(1, text: text, at: 0)
    ledger.add(words, to: 1)
    ledger.end(1, at: length)
    return ledger
  }

  @Test(
    "syllables are guessed as they are said",
    arguments: [
      ("hello", 2), ("phone", 1), ("table", 2), ("the", 1), ("I", 1), ("needed", 2), ("called", 1),
      ("appointment", 3), ("question", 2), ("strengths", 1), ("", 1), ("7", 1), ("FBI", 3), ("NASA", 2),
      ("SMS", 3),
      ("café", 2), ("$5", 3),
    ])
  func syllables(word: String, count: Int) {
    #expect(SyllableEstimator.syllables(in: word) == count)
  }

  @Test("the synthesiser's own times decide where a word ends")
  func wordTimes() {
    let words = [
      SpokenWord("good", start: .zero, end: .milliseconds(100)),
      SpokenWord("morning", start: .milliseconds(700), end: .milliseconds(1_000)),
    ]
    let ledger = ledger("Good morning", length: 8_000, words: words)
    #expect(ledger.heard(at: 4_800, sent: 8_000).text == "Good")
    #expect(ledger.heard(at: 7_000, sent: 8_000).text == "Good morning")
  }

  @Test("times for other words than the text's are not used")
  func otherWords() {
    let words = [SpokenWord("five", start: .zero, end: .milliseconds(900))]
    #expect(ledger("It is $5", length: 8_000, words: words).heard(at: 3_000, sent: 8_000).text == "It is")
  }

  @Test("pauses in the audio take no words")
  func pauses() {
    // Half a second of speech, half a second of silence, half a second of speech.
    let ledger = ledger("one two three four", length: 12_000)
    let sounds: (Range<Int>) -> [Bool]? = { _ in
      [Bool](repeating: true, count: 50) + [Bool](repeating: false, count: 50)
        + [Bool](repeating: true, count: 50)
    }
    #expect(ledger.heard(at: 4_200, sent: 12_000, sounds: sounds).words == 2)
    #expect(ledger.heard(at: 7_800, sent: 12_000, sounds: sounds).words == 2)
    #expect(ledger.heard(at: 12_000, sent: 12_000, sounds: sounds).words == 4)
  }

  @Test("while a clause is still being synthesised its length is the voice's pace, not what has come")
  func openClause() {
    var ledger = HeardLedger(rate: Self.rate)
    ledger.begin(1, text: "This is a rather long sentence about nothing in particular", at: 0)
    let heard = ledger.heard(at: 4_000, sent: 4_000)
    #expect((1...4).contains(heard.words))
    #expect(heard.total == 10)
  }

  @Test("a mark of the epoch vouches for its clause and those before, and says so")
  func marks() {
    var ledger = ledger("First clause here.", length: 8_000)
    ledger.begin(2, text: "Second one.", at: 8_000)
    ledger.end(2, at: 16_000)
    _ = ledger.takeDueMark(sent: 16_000)
    _ = ledger.takeDueMark(sent: 16_000)
    let before = ledger.heard(at: 8_000, sent: 16_000)
    #expect(before.rule == .clock && before.surely == 0 && before.possibly == 5)
    ledger.markReturned(1, played: 8_000)
    let after = ledger.heard(at: 8_000, sent: 16_000)
    #expect(after.rule == .mark && after.surely == 3 && after.text == "First clause here.")
    ledger.rewind(to: 4_000)
    #expect(ledger.heard(at: 4_000, sent: 4_000).surely == 0)
  }

  @Test("a mark that comes back before its audio can have been played is not believed")
  func lyingMark() {
    var ledger = ledger("Never heard at all.", length: 16_000)
    _ = ledger.takeDueMark(sent: 16_000)
    ledger.markReturned(1, played: 1_000)
    #expect(ledger.heard(at: 0, sent: 16_000).words == 0)
    #expect(ledger.marksTooEarly == 1)
  }

  @Test("comfort noise within a clause moves the words behind it")
  func gaps() {
    var ledger = ledger("one two", length: 16_000)
    let without = ledger.heard(at: 9_000, sent: 16_000).words
    ledger.noteGap(2_000..<10_000)
    let with = ledger.heard(at: 9_000, sent: 16_000).words
    #expect(without == 1 && with == 0)
  }

  @Test(
    "what is heard grows with time and never holds a word that was not sent",
    arguments: 0..<200 as Range<UInt64>)
  func neverTooMuch(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var ledger = HeardLedger(rate: Self.rate)
    var end = 0
    for clause in 1...Int(1 + random.next() % 4) {
      let words = (0..<Int(1 + random.next() % 9)).map { _ in
        ["a", "price", "appointment", "$20", "OK"][Int(random.next() % 5)]
      }
      ledger.begin(clause, text: words.joined(separator: " "), at: end)
      let length = Int(random.next() % 20_000)
      if random.next() % 3 == 0 { ledger.noteGap(end + length / 3..<end + length / 2) }
      end += length
      if random.next() % 5 != 0 { ledger.end(clause, at: end) }
    }
    let sent = Int(random.next() % UInt64(end + 1))
    var last = 0
    for position in stride(from: 0, through: sent, by: 400) {
      let heard = ledger.heard(at: position, sent: sent)
      #expect(heard.words >= last, "seed \(seed)")
      #expect(heard.words <= heard.possibly && heard.possibly <= heard.total, "seed \(seed)")
      #expect(heard.text.split(separator: " ").count == heard.words, "seed \(seed)")
      last = heard.words
    }
  }
}
