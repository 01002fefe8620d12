import Conversation
import Testing

@Suite("Speech normaliser")
struct SpeechNormaliserTests {
  @Test(
    "written forms become words",
    arguments: [
      ("", ""), ("Hello, world!", "Hello, world!"), ("It's $50,000.", "It's fifty thousand dollars."),
      ("$5.50", "five dollars and fifty cents"), ("$2 million", "two million dollars"),
      ("$2.5M or €5k", "two million five hundred thousand dollars or five thousand euros"),
      ("at 3:30 PM", "at three thirty P M"), ("3:30pm", "three thirty P M"),
      ("at 3 p.m. on Monday", "at three P M on Monday"),
      ("15:00", "three P M"), ("9:05 am", "nine oh five A M"), ("3:00", "three o'clock"),
      ("three PM", "three P M"),
      ("2026-11-24", "November twenty fourth, twenty twenty six"),
      ("11/24/2026", "November twenty fourth, twenty twenty six"),
      ("November 24", "November twenty fourth"), ("Nov. 24th", "November twenty fourth"),
      ("on May 5, 2026", "on May fifth, twenty twenty six"),
      ("call 555-123-4567", "call five five five, one two three, four five six seven"),
      ("+1 (555) 123-4567.", "plus one, five five five, one two three, four five six seven."),
      ("5551234567", "five five five, one two three, four five six seven"),
      ("joe.smith2@example.com", "joe dot smith two at example dot com"),
      ("https://www.example.com/a-b", "example dot com slash a dash b"),
      ("12%", "twelve percent"), ("12.5%", "twelve point five percent"), ("5-10", "five to ten"),
      ("$5-10", "five to ten dollars"),
      ("1st and 22nd", "first and twenty second"), ("1/2", "one half"), ("3/4", "three quarters"),
      ("½", "one half"),
      ("Dr. Smith lives on Main St.", "Doctor Smith lives on Main Street."), ("St. John", "Saint John"),
      ("approx. 5 kg", "approximately five kilograms"), ("e.g. this, etc.", "for example this, et cetera."),
      ("**Bold** and _soft_ `code`", "Bold and soft code"), ("# Title\n- one\n- two", "Title. one. two"),
      ("[our site](https://x.com)", "our site"), ("Great! 🎉👍", "Great!"), ("a\u{0}b\u{7}c", "a b c"),
      ("B2B", "B two B"), ("007", "zero zero seven"), ("in 1999", "in nineteen ninety nine"),
      ("-5 degrees", "minus five degrees"),
      ("R&D @ 5°C", "R and D at five degrees Celsius"), ("24/7", "twenty four seven"), ("Yes?!?!", "Yes?"),
      ("Wait... what", "Wait. what"),
      ("No. 7", "number seven"), ("#1", "number one"),
      ("1,234.5", "one thousand two hundred thirty four point five"),
      ("٣٤", "thirty four"), ("the 1990s", "the nineteen nineties"),
      (
        "99999999999999999999",
        "nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine"
      ),
      ("| a | b |", "a, b,"), ("Mr. O'Neil’s dog", "Mister O'Neil's dog"),
      ("10k users", "ten thousand users"),
    ])
  func table(text: String, spoken: String) {
    #expect(SpeechNormaliser().normalise(text) == spoken)
  }

  @Test(
    "spoken lines stay as they are",
    arguments: ["Which day and time would suit you?", "I hear you. There are plans, and it's free."])
  func unchanged(text: String) {
    #expect(SpeechNormaliser().normalise(text) == text)
  }

  @Test("the lexicon wins, whatever the case, over several words too")
  func lexicon() {
    let normaliser = SpeechNormaliser(lexicon: [
      "HVAC": "H vac", "Xi Lo": "she low", "24/7": "all week", "q3": "quarter 3",
    ])
    #expect(
      normaliser.normalise("Our hvac, from Xi Lo, runs 24/7 in Q3.")
        == "Our H vac, from she low, runs all week in quarter three.")
  }

  @Test("any input gives speakable text", arguments: 0..<300 as Range<UInt64>)
  func fuzz(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let alphabet = Array(
      "aB 0123456789.,:;-+/%$€@#*_`[]()<>|~'\"!?\n\t°½²٣Ⅳ④五👍🏽é\u{0}\u{200D}\u{301}&=—–…{}\\^".unicodeScalars)
    var view = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...60, using: &random) {
      if Int.random(in: 0..<20, using: &random) == 0 {
        view.append(Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) ?? "x")
      } else {
        view.append(alphabet.randomElement(using: &random) ?? "x")
      }
    }
    let text = String(view)
    let spoken = SpeechNormaliser(lexicon: ["ab": "1*2"]).normalise(text)
    let hasDigit = spoken.unicodeScalars.contains {
      $0.properties.numericType == .decimal || $0.properties.numericType == .digit
    }
    #expect(!hasDigit, "seed \(seed): \(text.debugDescription) → \(spoken.debugDescription)")
    #expect(!spoken.contains { "*_`#[]|~<>{}\\^@$%\n\t".contains($0) }, "seed \(seed)")
    #expect(
      !spoken.hasPrefix(" ") && !spoken.hasSuffix(" ") && !spoken.contains { $0 == "\0" }, "seed \(seed)")
  }

  @Test(
    "long and one-sided input costs linear time",
    arguments: ["[", "(", "1", "*", "a.", "1-", "@", "[a](", "1 "])
  func long(unit: String) {
    _ = SpeechNormaliser().normalise(String(repeating: unit, count: 20_000))
  }
}
