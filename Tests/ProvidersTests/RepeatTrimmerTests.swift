import Testing

@testable import Providers

@Suite("What was said before is not said again")
struct RepeatTrimmerTests {
  private static let said = "Thanks for calling us. We repair roofs in the county."

  @Test(
    "a repeated beginning is taken away, whatever the pieces",
    arguments: [
      ("Which day suits you?", "Which day suits you?"),
      ("Thanks for calling us. We repair roofs in the county. Which day suits you?", "Which day suits you?"),
      ("We repair roofs in the county. Which day suits you?", "Which day suits you?"),
      ("we repair roofs in the county, and gutters too.", "and gutters too."),
      ("The county is large.", "The county is large."),
      ("Thanks for your patience. Which day?", "Thanks for your patience. Which day?"),
      ("", ""),
    ])
  func trims(text: String, rest: String) {
    for size in [1, 3, 7, 1_000] {
      var trimmer = RepeatTrimmer(after: Self.said)
      var result = ""
      var left = text[...]
      while !left.isEmpty {
        result += trimmer.feed(String(left.prefix(size)))
        left = left.dropFirst(size)
      }
      result += trimmer.flush()
      // White space before it is the cutter's business.
      #expect(String(result.drop { $0 == " " }) == rest, "in pieces of \(size)")
    }
  }
}
