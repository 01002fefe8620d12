import Conversation
import Testing

@Suite("Civil dates")
struct CivilDateTests {
  @Test(
    "known days have their known numbers",
    arguments: [(1970, 1, 1, 0), (2000, 2, 29, 11_016), (2026, 11, 21, 20_778), (1, 1, 1, -719_162)])
  func knownDays(year: Int, month: Int, day: Int, number: Int) throws {
    let date = try #require(CivilDate(year: year, month: month, day: day))
    #expect(date.daysSince1970 == number)
    #expect(CivilDate(daysSince1970: number) == date)
  }

  @Test("days and numbers go both ways, and weekdays follow each other")
  func roundTrip() {
    var weekday = CivilDate(daysSince1970: -800_001).weekday
    for days in stride(from: -719_162, through: 200_000, by: 1) {
      let date = CivilDate(daysSince1970: days)
      if date.daysSince1970 != days { Issue.record("day \(days)") }
      if days > -719_162, date.weekday != (weekday + 1) % 7 { Issue.record("weekday of day \(days)") }
      weekday = date.weekday
    }
  }

  @Test(
    "days that do not exist are refused",
    arguments: [(2026, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 13, 1)])
  func impossible(year: Int, month: Int, day: Int) {
    #expect(CivilDate(year: year, month: month, day: day) == nil)
  }

  @Test("extreme arithmetic is clamped")
  func extremes() {
    #expect(CivilDate(daysSince1970: .max).year == 9999)
    #expect(CivilDate(daysSince1970: .min).year == 1)
    #expect(CivilDate(daysSince1970: 0).adding(days: .max).year == 9999)
    #expect(CivilDate(daysSince1970: 0).adding(months: .min).year >= 1)
  }
}
