import Conversation
import Testing

@Suite("Word error rate")
struct WordErrorRateTests {
  @Test(
    "edits are counted by kind",
    arguments: [
      ("a b c", "a b c", 0, 0, 0), ("a b c", "a x c", 1, 0, 0), ("a b c", "a c", 0, 0, 1),
      ("a c", "a b c", 0, 1, 0),
      ("", "", 0, 0, 0), ("", "a", 0, 1, 0), ("a", "", 0, 0, 1),
      ("Fifty thousand dollars.", "$50,000", 0, 0, 0),
      ("It's 3 PM", "its three p.m.", 0, 0, 0), ("twenty-five", "Twenty five!", 0, 0, 0),
    ])
  func counts(reference: String, hypothesis: String, substitutions: Int, insertions: Int, deletions: Int) {
    let result = wordErrorRate(reference: reference, hypothesis: hypothesis)
    #expect(result.substitutions == substitutions)
    #expect(result.insertions == insertions)
    #expect(result.deletions == deletions)
  }

  @Test("rates add up over words, not over texts")
  func sum() {
    let sum =
      wordErrorRate(reference: "a b c d", hypothesis: "a b c d")
      + wordErrorRate(reference: "a", hypothesis: "b")
    #expect(sum.rate == 0.2)
    #expect(sum.description == "20.0 % (1 substituted, 0 inserted, 0 deleted of 5)")
  }
}
