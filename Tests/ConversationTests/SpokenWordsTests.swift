import Conversation
import Testing

@Suite("Spoken words")
struct SpokenWordsTests {
  @Test(
    "text becomes lower-case words whatever its spelling",
    arguments: [
      ("", []), ("  ...  ", []), ("Yes, I DO!", ["yes", "i", "do"]),
      ("don't", ["dont"]), ("at 3:30 p.m.", ["at", "3:30", "pm"]), ("$50,000", ["$", "50000"]),
      ("50k", ["50", "k"]), ("3pm", ["3", "pm"]), ("the 24th, please", ["the", "24th", "please"]),
      ("2026-11-24", ["2026-11-24"]), ("11/24", ["11/24"]), ("2.5%", ["2.5", "percent"]),
      ("one, two,three", ["one", "two", "three"]), ("twenty-five", ["twenty", "five"]),
      ("1,2", ["1", "2"]), ("R&D", ["r", "and", "d"]),
    ] as [(String, [String])])
  func splitting(text: String, words: [String]) {
    #expect(SpokenWords.split(text) == words)
  }

  @Test("contractions are written out and hesitations dropped")
  func canonical() {
    #expect(
      SpokenWords.canonical("Um, I'm really not sure, don't") == ["i", "am", "not", "sure", "do", "not"])
  }

  @Test(
    "the nearest known word is found when it is near enough",
    arguments: [("promt", "prompt"), ("slto", "slot"), ("zzz", nil), ("", nil)] as [(String, String?)])
  func nearest(word: String, expected: String?) {
    #expect(EditDistance.nearest(to: word, in: ["prompt", "slot", "reprompts"]) == expected)
  }
}
