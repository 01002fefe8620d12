import Conversation
import Testing

@Suite("Number words")
struct NumberWordsTests {
  @Test(
    "whole numbers",
    arguments: [
      (0, "zero"), (13, "thirteen"), (40, "forty"), (99, "ninety nine"), (100, "one hundred"),
      (12_345, "twelve thousand three hundred forty five"), (-7, "minus seven"), (1_000_000, "one million"),
      (50_000, "fifty thousand"),
    ])
  func cardinals(value: Int, words: String) {
    #expect(NumberWords.cardinal(value) == words)
  }

  @Test("extremes do not trap", arguments: [Int.min, Int.max])
  func extremes(value: Int) {
    #expect(!NumberWords.cardinal(value).isEmpty)
  }

  @Test("hostile doubles do not trap", arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300, 1e14])
  func doubles(value: Double) {
    #expect(!NumberWords.cardinal(value).isEmpty)
    #expect(!NumberWords.money(value, currency: "USD").isEmpty)
  }

  @Test(
    "sums",
    arguments: [
      (50_000.0, "USD", "fifty thousand dollars"), (1, "USD", "one dollar"),
      (5.5, "USD", "five dollars and fifty cents"),
      (0.01, "GBP", "one penny"), (0, "EUR", "zero euros"), (3, "SEK", "three SEK"),
    ])
  func money(amount: Double, currency: String, words: String) {
    #expect(NumberWords.money(amount, currency: currency) == words)
  }

  @Test("ordinals", arguments: [(1, "first"), (12, "twelfth"), (20, "twentieth"), (24, "twenty fourth")])
  func ordinals(value: Int, words: String) {
    #expect(NumberWords.ordinal(value) == words)
  }

  @Test(
    "years",
    arguments: [
      (1999, "nineteen ninety nine"), (2026, "twenty twenty six"), (2005, "two thousand five"),
      (1900, "nineteen hundred"),
    ])
  func years(value: Int, words: String) {
    #expect(NumberWords.year(value) == words)
  }
}
