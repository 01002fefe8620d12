import Conversation
import Testing

/// Properties of spoken text for any input whatever.
@Suite("Speech normaliser, fuzzed")
struct SpeechFuzzTests {
  private static let pieces = [
    "$", "€", "5", "12", "1,000", "0.5", ".", ",", "-", "–", "+", "/", ":", "%", "°C", "kg", "am", "PM",
    "p.m.", "Nov",
    "24th", "2026", "@", "example.com", "https://", "www.", "Dr.", "St.", "No.", "e.g.", "PDF", "US", "**",
    "[", "](",
    ")", "`", "|", "\n", "\n- ", "# ", "<b>", "&amp;", "🎉", "👍🏽", "½", "²", "\u{0}", "\u{200D}", "\u{301}",
    "é", "Привет",
    "五", "x", "million", "sq", "ft", "'", "\"", "1/2", "11/24", "24/7", "+1555", "555-", "0123", "USD", "~",
    "<", ">", "…",
    "Mon", "Thank you", " ", " ", " ", "\u{AD}", "№", "hashtag", "#", "_", "?", "!", "mailto:", "T15:30",
    "2026-11-24",
  ]

  private static func text(_ random: inout SeededGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...24, using: &random) {
      if Int.random(in: 0..<24, using: &random) == 0 {
        text.unicodeScalars.append(Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) ?? "x")
      } else {
        text += pieces.randomElement(using: &random) ?? "x"
        if Bool.random(using: &random) { text += " " }
      }
    }
    return text
  }

  @Test("what comes out is speakable, bounded, and stays as it is", arguments: 0..<40 as Range<UInt64>)
  func properties(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let normaliser = SpeechNormaliser()
    for round in 0..<100 {
      let text = Self.text(&random)
      let spoken = normaliser.normalise(text)
      let place: Comment =
        "seed \(seed), round \(round): \(text.debugDescription) → \(spoken.debugDescription)"
      #expect(
        spoken.allSatisfy { $0.isLetter || " '.,!?;:".contains($0) }
          && spoken.allSatisfy { !("0"..."9").contains($0) },
        place)
      #expect(spoken.utf8.count <= 16 * text.utf8.count + 32, place)
      #expect(!spoken.contains("  ") && spoken.first != " " && spoken.last != " ", place)
      // A second time may spell what the first left in capitals, the third finds nothing more.
      let twice = normaliser.normalise(spoken)
      #expect(normaliser.normalise(twice) == twice, place)
    }
  }

  @Test("spoken words come through unchanged, in any order", arguments: 0..<20 as Range<UInt64>)
  func spokenStays(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let words = [
      "five", "dollars", "and", "fifty", "cents", "P M", "November", "twenty fourth", "Doctor", "Weber", "at",
      "dot",
      "com", "it's", "you,", "well.", "really?", "F B I", "to", "point",
    ]
    let text = (0..<30).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
    #expect(SpeechNormaliser().normalise(text) == text)
  }

  /// Ten times the text may not cost a hundred times the work: at this length anything quadratic takes minutes.
  @Test(
    "one-sided input costs linear time", .timeLimit(.minutes(1)),
    arguments: [
      "<b", "&", "[a][", "1/", "5 ", "5 x ", "$1 ", "555 ", "a's ", "1-", "9 am - ", "Mon ", "~5", "–", "# ",
      "<a href=",
      "A ", "½", "+1", "\n- ", "```\n", "St. ",
    ])
  func linear(unit: String) {
    _ = SpeechNormaliser(lexicon: ["a b c d e f g h": "x", "five": "y", "5 5 5 5": "z"])
      .normalise(String(repeating: unit, count: 30_000))
  }

  @Test("the longest entry of a lexicon wins, a possessive goes along, and parts of words are left alone")
  func lexicon() {
    let normaliser = SpeechNormaliser(lexicon: [
      "Xi": "shee", "Xi Lo": "she low", "Nguyen": "win", "St. Denis": "san duh nee", "e.on": "E on",
      "one two three four five": "quick",
    ])
    #expect(normaliser.normalise("XI saw xi lo.") == "shee saw she low.")
    #expect(normaliser.normalise("Nguyen’s van, not Nguyens.") == "win's van, not Nguyens.")
    #expect(normaliser.normalise("In St. Denis, E.ON pays.") == "In san duh nee, E on pays.")
    #expect(normaliser.normalise("one two three four five six") == "quick six")
    #expect(normaliser.normalise("Xi, Lo") == "shee, Lo")
  }
}
