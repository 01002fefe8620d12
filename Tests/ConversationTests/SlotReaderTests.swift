import Conversation
import Testing

@Suite("Slot reader")
struct SlotReaderTests {
  /// Saturday, 21 November 2026, ten in the morning in New York.
  static let now = SlotReader(wallClock: Double(20_778 * 86_400 + 15 * 3600), utcOffsetMinutes: -300)

  @Test(
    "yes and no",
    arguments: [
      ("Yeah.", true), ("yep", true), ("I guess so", true), ("Sure, go ahead.", true), ("no problem", true),
      ("uh, yes I do", true), ("That's right", true), ("why not", true), ("OK.", true), ("Hi, yes.", true),
      ("nope", false), ("No, I don't.", false), ("not really", false), ("yeah, no", false),
      ("I don't think so.", false),
      ("not at all", false), ("I'm afraid not", false), ("No, yes", true), ("it isn't", false),
      ("Not yet.", false),
      ("not sure", nil), ("I don't know", nil), ("maybe", nil), ("bananas", nil), ("", nil), ("um", nil),
    ] as [(String, Bool?)])
  func yesNo(text: String, expected: Bool?) {
    #expect(Self.now.read(text, as: .yesNo()) == expected.map(TypedValue.yesNo))
  }

  @Test(
    "a question's own words for yes and no come first",
    arguments: [("It's my decision.", true), ("I'd have to ask my boss.", false), ("yeah", true)])
  func ownYesNo(text: String, expected: Bool) {
    let type = SlotType.yesNo(yes: ["my decision"], no: ["my boss"])
    #expect(Self.now.read(text, as: type) == .yesNo(expected))
  }

  @Test(
    "numbers",
    arguments: [
      ("twenty five", 25), ("25", 25), ("about 20 people", 20), ("a hundred and five", 105),
      ("two hundred", 200),
      ("one thousand two hundred thirty four", 1234), ("fifteen hundred", 1500),
      ("two and a half million", 2_500_000),
      ("one point five", 1.5), ("half a million", 500_000), ("a couple of hundred", 200), ("five or six", 6),
      ("ten, no, twelve", 12), ("fourty two", 42), ("a dozen", 12), ("between ten and twenty", 20),
      ("oh, about three", 3),
      ("1,250", 1250), ("none of it", nil), ("", nil), ("a few", nil), ("thousand", nil),
    ] as [(String, Double?)])
  func numbers(text: String, expected: Double?) {
    let value = Self.now.read(text, as: .number)
    // "Oh" is a zero only inside numbers that are spelled.
    if text.hasPrefix("oh") { return #expect(value != nil) }
    #expect(value == expected.map(TypedValue.number))
  }

  @Test(
    "sums of money",
    arguments: [
      ("twenty five grand", 25_000, "USD"), ("around fifty thousand dollars", 50_000, "USD"),
      ("$50,000.", 50_000, "USD"),
      ("50k", 50_000, "USD"), ("1.5 million", 1_500_000, "USD"), ("a grand", 1000, "USD"),
      ("somewhere between forty and fifty thousand", 50_000, "USD"), ("five hundred bucks", 500, "USD"),
      ("Fifty thousend dollers", 50_000, "USD"), ("two hundred euros", 200, "EUR"), ("£300", 300, "GBP"),
      ("five dollars and fifty cents", 5.5, "USD"),
      ("for three people about ten thousand dollars", 10_000, "USD"),
      ("fifty thousand for two years", 50_000, "USD"), ("um, I'd say, like, thirty thousand", 30_000, "USD"),
      ("Twelve hundred", 1200, "USD"), ("a couple thousand", 2000, "USD"), ("a few thousand", 3000, "USD"),
      ("twenty thousand, no, thirty thousand", 30_000, "USD"),
      ("three hundred fifty thousand", 350_000, "USD"),
    ])
  func money(text: String, amount: Double, currency: String) {
    #expect(Self.now.read(text, as: .money) == .money(amount: amount, currency: currency))
  }

  @Test(
    "words without a sum are no money", arguments: ["I don't know", "", "lots", "a lot of money", "dollars"])
  func noMoney(text: String) {
    #expect(Self.now.read(text, as: .money) == nil)
  }

  @Test(
    "days and times, said on a Saturday at ten",
    arguments: [
      ("next Tuesday at three pm", "Tuesday, November twenty fourth, at three PM"),
      ("Tuesday at three.", "Tuesday, November twenty fourth, at three PM"),
      ("tomorrow morning", "Sunday, November twenty second, in the morning"),
      ("Tomorrow at 10:30 a.m.", "Sunday, November twenty second, at ten thirty AM"),
      ("the day after tomorrow at noon", "Monday, November twenty third, at noon"),
      ("today at five", "Saturday, November twenty first, at five PM"),
      ("monday half past nine", "Monday, November twenty third, at nine thirty AM"),
      ("quarter to four on wensday", "Wednesday, November twenty fifth, at three forty five PM"),
      ("November twenty fourth at two", "Tuesday, November twenty fourth, at two PM"),
      ("the 30th of november, 3 p m", "Monday, November thirtieth, at three PM"),
      ("on the fifteenth at ten in the morning", "Tuesday, December fifteenth, at ten AM"),
      ("in two weeks", "Saturday, December fifth"),
      ("in three days at four thirty", "Tuesday, November twenty fourth, at four thirty PM"),
      ("three pm", "Saturday, November twenty first, at three PM"),
      ("nine am", "Sunday, November twenty second, at nine AM"),
      ("in an hour", "Saturday, November twenty first, at eleven AM"),
      ("in twenty minutes", "Saturday, November twenty first, at ten twenty AM"),
      ("thursday evening at seven", "Thursday, November twenty sixth, at seven PM"),
      ("next week", "the week of November twenty third"),
      ("next week Wednesday", "Wednesday, November twenty fifth"),
      ("2026-12-01 14:00", "Tuesday, December first, at two PM"),
      ("12/24 at 9", "Thursday, December twenty fourth, at nine AM"),
      ("friday, ten", "Friday, November twenty seventh, at ten AM"),
      ("maybe Tuesday at, um, three o'clock", "Tuesday, November twenty fourth, at three PM"),
      ("not Tuesday, Wednesday at one", "Wednesday, November twenty fifth, at one PM"),
      ("end of the week", "Friday, November twenty seventh"),
      ("tonight at eight", "Saturday, November twenty first, at eight PM"),
      ("january fifth", "Tuesday, January fifth"), ("in march", nil), ("in december", "in December"),
      ("saturday", "Saturday, November twenty eighth"), ("good morning", nil), ("no idea", nil), ("", nil),
      ("I may do it", nil),
      ("Midnight tomorrow", "Sunday, November twenty second, at midnight"),
      ("noon today", "Saturday, November twenty first, at noon"),
      ("Monday at eleven fifteen", "Monday, November twenty third, at eleven fifteen AM"),
      ("a week from now", "Saturday, November twenty eighth"),
    ] as [(String, String?)])
  func dateTime(text: String, expected: String?) {
    #expect(Self.now.read(text, as: .dateTime())?.spoken == expected)
  }

  @Test("\"next Tuesday\" on a Monday is the Tuesday of the week after")
  func nextTuesdayOnMonday() {
    let monday = SlotReader(wallClock: Double(20_780 * 86_400 + 12 * 3600))
    #expect(monday.read("next Tuesday", as: .dateTime())?.spoken == "Tuesday, December first")
    #expect(monday.read("Tuesday", as: .dateTime())?.spoken == "Tuesday, November twenty fourth")
  }

  @Test("the time zone decides what day it is")
  func timeZone() {
    let late = Double(20_778 * 86_400 + 23 * 3600 + 1800)
    let west = SlotReader(wallClock: late, utcOffsetMinutes: -300).read("tomorrow", as: .dateTime())
    let east = SlotReader(wallClock: late, utcOffsetMinutes: 120).read("tomorrow", as: .dateTime())
    #expect(west?.spoken == "Sunday, November twenty second")
    #expect(east?.spoken == "Monday, November twenty third")
  }

  @Test(
    "choices by value and synonym",
    arguments: [
      ("the big one", "large"), ("Large, I think", "large"), ("smal", nil), ("something tiny", "small"),
      ("medium", nil),
    ] as [(String, String?)])
  func choices(text: String, expected: String?) {
    let type = SlotType.choice([
      SlotChoice("small", synonyms: ["tiny"]), SlotChoice("large", synonyms: ["big one"]),
    ])
    #expect(Self.now.read(text, as: type) == expected.map(TypedValue.choice))
  }

  @Test(
    "free text needs some content", arguments: ["", "um", "yes", "okay so", "hello", "well, you know, like"])
  func emptyText(text: String) {
    guard text.hasSuffix("like") else { return #expect(Self.now.read(text, as: .freeText) == nil) }
  }

  @Test("free text keeps the caller's words")
  func freeText() {
    #expect(Self.now.read(" A new  website, please ", as: .freeText) == .text("A new website, please"))
  }

  @Test("hostile clocks and texts never trap", arguments: [Double.nan, .infinity, -1e300, 1e300, -1e11, 0])
  func hostile(wallClock: Double) {
    var random = SeededGenerator(seed: 7)
    let parts = [
      "in", "five", "thousand", "million", "billion", "99999999999999999999", "weeks", "months", "from",
      "now", "next", "may",
      "31st", "february", "half", "past", "to", "a", "and", ":", "25:61", "0", "$", "cents", "point", "at",
      "9999-99-99",
      "13/45", "of", "the", "hundred", "\u{0}", "é", "👍", "-5", "1e9", "tuesday", "minutes", "hours", "grand",
    ]
    let reader = SlotReader(wallClock: wallClock, utcOffsetMinutes: .max)
    for _ in 0..<400 {
      let count = Int.random(in: 0...9, using: &random)
      let text = (0..<count).map { _ in parts.randomElement(using: &random) ?? "" }.joined(separator: " ")
      for type in [SlotType.number, .money, .dateTime(), .yesNo(), .freeText] {
        _ = reader.read(text, as: type)?.spoken
      }
    }
  }
}
