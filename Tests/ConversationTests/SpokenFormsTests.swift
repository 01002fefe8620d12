import Conversation
import Testing

/// What is said for what is written, form by form.
@Suite("Spoken forms")
struct SpokenFormsTests {
  private func check(_ written: String, _ spoken: String) {
    let result = SpeechNormaliser().normalise(written)
    #expect(result == spoken, "\(written.debugDescription)")
    // What can be spoken is spoken as it is.
    #expect(SpeechNormaliser().normalise(result) == result, "\(written.debugDescription) a second time")
  }

  @Test(
    "numbers",
    arguments: [
      ("0", "zero"), ("13", "thirteen"), ("21", "twenty one"), ("100", "one hundred"),
      ("1,000,000", "one million"), ("12,345", "twelve thousand three hundred forty five"),
      ("0.5", "zero point five"), (".5", "zero point five"),
      ("3.14159", "three point one four one five nine"),
      ("-7", "minus seven"), ("−7", "minus seven"), ("+7", "plus seven"), ("(5)", "five"), ("5,", "five,"),
      ("3rd", "third"), ("11th", "eleventh"), ("21st", "twenty first"), ("100th", "one hundredth"),
      ("the 2nd floor", "the second floor"), ("2/3", "two thirds"), ("3/8", "three eighths"),
      ("5/6", "five sixths"), ("7/10", "seven out of ten"), ("1 1/2", "one and one half"),
      ("2½", "two and one half"),
      ("5–10", "five to ten"), ("2-3 days", "two to three days"),
      ("1990-1995", "nineteen ninety to nineteen ninety five"), ("10–15%", "ten to fifteen percent"),
      ("-2.5%", "minus two point five percent"), ("0.25%", "zero point two five percent"),
      ("5 %", "five percent"),
      ("100+", "one hundred plus"), ("~50 people", "about fifty people"), ("≥ 5", "at least five"),
      ("under <10 min", "under less than ten minutes"), ("5M users", "five million users"),
      ("the 90s", "the nineties"), ("007", "zero zero seven"), ("#12", "number twelve"),
      ("№ 5", "number five"),
    ])
  func numbers(written: String, spoken: String) { check(written, spoken) }

  @Test(
    "units",
    arguments: [
      ("5kg", "five kilograms"), ("1 kg", "one kilogram"), ("10 km", "ten kilometres"),
      ("60 mph", "sixty miles per hour"), ("20 km/h", "twenty kilometres per hour"), ("6 ft", "six feet"),
      ("5'11\"", "five foot eleven"), ("16GB", "sixteen gigabytes"),
      ("100 Mbps", "one hundred megabits per second"),
      ("20°C", "twenty degrees Celsius"), ("-5°F", "minus five degrees Fahrenheit"),
      ("72°", "seventy two degrees"),
      ("50 sq ft", "fifty square feet"), ("30 m²", "thirty square metres"), ("3 hrs", "three hours"),
      ("30 min", "thirty minutes"), ("1 hr", "one hour"), ("8 oz", "eight ounces"),
      ("5 lbs. of it", "five pounds of it"), ("7 kWh", "seven kilowatt hours"), ("60Hz", "sixty hertz"),
      ("10 x 12", "ten by twelve"), ("2.5 m", "two point five metres"), ("5-10km", "five to ten kilometres"),
    ])
  func units(written: String, spoken: String) { check(written, spoken) }

  @Test(
    "money",
    arguments: [
      ("$1", "one dollar"), ("$0.99", "ninety nine cents"), ("$1.01", "one dollar and one cent"),
      ("€20", "twenty euros"), ("20€", "twenty euros"), ("£3.50", "three pounds and fifty pence"),
      ("¥1000", "one thousand yen"), ("₹500", "five hundred rupees"),
      ("$1.5M", "one million five hundred thousand dollars"),
      ("$1.5 million", "one point five million dollars"),
      ("-$5", "minus five dollars"), ("US$20", "twenty dollars"), ("USD 20", "twenty dollars"),
      ("20 EUR", "twenty euros"), ("CHF 50", "fifty francs"), ("C$5", "five Canadian dollars"),
      ("$5k", "five thousand dollars"), ("$3B", "three billion dollars"),
      ("$1,234.56", "one thousand two hundred thirty four dollars and fifty six cents"),
      ("$20/month", "twenty dollars per month"), ("$5/hr", "five dollars per hour"), ("50¢", "fifty cents"),
      ("$5–$10", "five to ten dollars"), ("$1-2 million", "one to two million dollars"),
      ("$5-10k", "five to ten thousand dollars"), ("$100+", "one hundred dollars plus"),
    ])
  func money(written: String, spoken: String) { check(written, spoken) }

  @Test(
    "dates",
    arguments: [
      ("2026-01-02", "January second, twenty twenty six"), ("1/2/26", "January second, twenty twenty six"),
      ("24/11/2026", "November twenty fourth, twenty twenty six"),
      ("24.11.2026", "November twenty fourth, twenty twenty six"),
      ("2026-11-24T15:30:00Z", "November twenty fourth, twenty twenty six, three thirty P M"),
      ("Nov 24, 2026", "November twenty fourth, twenty twenty six"),
      ("July 4, 1776", "July fourth, seventeen seventy six"),
      ("24 November 2026", "the twenty fourth of November twenty twenty six"),
      ("Mon, Nov 24", "Monday, November twenty fourth"), ("on 11/24", "on November twenty fourth"),
      ("11/24 of it", "eleven over twenty four of it"), ("in 2005", "in two thousand five"),
      ("in May 2026.", "in May twenty twenty six."), ("since Jan. 5", "since January fifth"),
      ("Q3 2026", "Q three twenty twenty six"), ("the 24th of June", "the twenty fourth of June"),
    ])
  func dates(written: String, spoken: String) { check(written, spoken) }

  @Test(
    "times",
    arguments: [
      ("3pm", "three P M"), ("3:05 PM", "three oh five P M"), ("15:30", "three thirty P M"),
      ("00:00", "midnight"),
      ("23:59", "eleven fifty nine P M"), ("7:00am", "seven A M"), ("at 8 a.m. sharp", "at eight A M sharp"),
      ("9am-5pm", "nine A M to five P M"), ("7-9am", "seven to nine A M"), ("7-9 pm", "seven to nine P M"),
      ("2:30-3:30", "two thirty to three thirty"), ("14:00-16:00", "two P M to four P M"),
      ("9 am - 5 pm", "nine A M to five P M"), ("9 am – 5 pm", "nine A M to five P M"),
      ("2:30-3:30pm", "two thirty to three thirty P M"),
    ])
  func times(written: String, spoken: String) { check(written, spoken) }

  @Test(
    "phone numbers and addresses",
    arguments: [
      ("+15551234567", "plus one, five five five, one two three, four five six seven"),
      ("555.123.4567", "five five five, one two three, four five six seven"),
      ("555 123 4567", "five five five, one two three, four five six seven"),
      ("1-800-555-0199", "one, eight zero zero, five five five, zero one nine nine"),
      ("+44 20 7946 0958", "plus four four, two zero, seven nine four six, zero nine five eight"),
      ("555-0100", "five five five, zero one zero zero"), ("call 911", "call nine one one"),
      ("4111 1111 1111 1111", "four one one one, one one one one, one one one one, one one one one"),
      ("a_b+c@d-e.org", "a underscore b plus c at d dash e dot org"),
      ("mailto:joe@x.com", "joe at x dot com"),
      ("example.com/path?x=1", "example dot com slash path question mark x equals one"),
      ("<https://x.io/>", "x dot io"), ("www.a.com.", "a dot com."),
      ("x.com:80", "x dot com colon eight zero"),
      ("@joe", "at joe"), ("#sale", "hashtag sale"),
    ])
  func addresses(written: String, spoken: String) { check(written, spoken) }

  @Test(
    "abbreviations and acronyms",
    arguments: [
      ("Prof. Lee vs. Mr. Yu", "Professor Lee versus Mister Yu"), ("i.e. now", "that is now"),
      ("Acme Inc. and Co.", "Acme Incorporated and Company."),
      ("12 Oak Rd., Apt. 4", "twelve Oak Road, apartment four"),
      ("Mt. Hood", "Mount Hood"), ("w/o it", "without it"), ("N/A", "not applicable"),
      ("a.k.a. Joe", "also known as Joe"),
      ("our PDF", "our P D F"), ("two PDFs", "two P D Fs"), ("the FBI", "the F B I"), ("NASA", "NASA"),
      ("The US team", "The U S team"), ("join us", "join us"), ("CALL US NOW", "CALL US NOW"),
      ("U.S. law", "U S. law"),
      ("an MP3", "an M P three"), ("COVID-19", "COVID nineteen"), ("AT&T", "A T and T"), ("Q&A", "Q and A"),
      ("No. Never.", "No. Never."), ("reply ASAP", "reply as soon as possible"), ("HMM, TV", "HMM, T V"),
    ])
  func abbreviations(written: String, spoken: String) { check(written, spoken) }

  @Test(
    "markup, emoji and other scripts",
    arguments: [
      ("***very***", "very"), ("~~old~~ new", "old new"), ("> quoted", "quoted"), ("[text][ref]", "text"),
      ("![cat](c.png)", "cat"), ("- [ ] buy\n- [x] done", "buy. done"),
      ("1. One\n2. Two", "one. One. two. Two"),
      ("```swift\nok\n```", "ok"), ("<b>bold</b> text<br/>", "bold text"),
      ("fish &amp; chips", "fish and chips"),
      ("| a | b |\n|---|---|\n| 1 | 2 |", "a, b, one, two,"), ("Title\n=====\nText", "Title. Text"),
      ("co\u{200B}op\u{AD}erate", "cooperate"), ("a\u{1B}[0mb", "a zero mb"), ("Привет 5", "Привет five"),
      ("你好 123", "你好 one hundred twenty three"), ("５ ｋｍ", "five ｋｍ"), ("naïve café", "naïve café"),
      ("Acme™ ©", "Acme"), ("a\u{202E}b", "a b"),
    ])
  func markup(written: String, spoken: String) { check(written, spoken) }
}
