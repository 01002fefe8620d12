/// Reads a day and a time out of spoken words, relative to now.
///
/// It looks for the day first and strikes out the words that named it, so that "November twenty fourth" is not
/// taken for an hour, and then for the time in what is left.
struct DateTimeReader {
  private(set) var words: [String]
  let clock: LocalClock
  private var isUsed: [Bool]

  init(words: [String], clock: LocalClock) {
    self.words = Self.joined(words)
    self.clock = clock
    isUsed = Array(repeating: false, count: self.words.count)
  }

  /// Nil when neither a day nor a time is named.
  mutating func read() -> DateTimeValue? {
    strikeGreetings()
    if let soon = clockOffset() { return soon }
    let day = readDay()
    var time = TimeReader(words: words, isUsed: isUsed, mayBeBare: day != nil)
    let (hour, minute, part) = time.read()
    guard day != nil || hour != nil || part != nil else { return nil }
    let date = day?.date ?? nextDay(hour: hour, minute: minute, part: part)
    return DateTimeValue(
      date: date, precision: day?.precision ?? .day, hour: hour, minute: hour == nil ? nil : minute ?? 0,
      partOfDay: hour == nil ? part : nil)
  }

  /// True when the words name a day, not only a time.
  mutating func namesDay() -> Bool {
    strikeGreetings()
    return readDay() != nil
  }

  private func nextDay(hour: Int?, minute: Int?, part: DateTimeValue.PartOfDay?) -> CivilDate {
    let lastMinute: Int
    if let hour {
      lastMinute = hour * 60 + (minute ?? 0)
    } else {
      lastMinute = part == .morning ? 12 * 60 : part == .afternoon ? 17 * 60 : 22 * 60
    }
    return lastMinute > clock.minuteOfDay ? clock.date : clock.date.adding(days: 1)
  }

  // MARK: - Days

  private typealias Day = (date: CivilDate, precision: DateTimeValue.Precision)

  private mutating func readDay() -> (date: CivilDate, precision: DateTimeValue.Precision)? {
    relativeDay() ?? weekday() ?? monthAndDay() ?? writtenDate() ?? ordinalDay() ?? weekOrMonth()
  }

  private mutating func relativeDay() -> Day? {
    if strike(["day", "after", "tomorrow"]) { return (clock.date.adding(days: 2), .day) }
    if strike(["tomorrow"]) { return (clock.date.adding(days: 1), .day) }
    if strike(["today"]) { return (clock.date, .day) }
    if let at = words.firstIndex(of: "tonight") {
      words[at] = "evening"  // the time reader finds it there
      return (clock.date, .day)
    }
    return dayOffset()
  }

  /// "in three days", "two weeks from now", "in a month".
  private mutating func dayOffset() -> Day? {
    for (at, word) in words.enumerated() {
      guard let unit = Self.spans[word], at > 0 else { continue }
      let isAhead =
        words[..<at].suffix(5).contains { $0 == "in" || $0 == "within" }
        || words[(at + 1)...].starts(with: ["from", "now"])
      guard isAhead, let (count, start) = count(before: at) else { continue }
      strike(start...at)
      if unit == 30 { return (clock.date.adding(months: count), .day) }
      return (clock.date.adding(days: count * unit), .day)
    }
    return nil
  }

  private func count(before at: Int) -> (count: Int, start: Int)? {
    for start in max(0, at - 3)..<at {
      if let reading = NumberReader(words: words).read(at: start), reading.words.upperBound == at {
        guard reading.value >= 0, reading.value <= 5000 else { return nil }
        return (Int(reading.value), start)
      }
    }
    let before = words[at - 1]
    if before == "a" || before == "one" { return (1, at - 1) }
    if before == "couple" || at > 1 && before == "of" && words[at - 2] == "couple" { return (2, at - 1) }
    return nil
  }

  private mutating func weekday() -> Day? {
    for (at, word) in words.enumerated() {
      guard let weekday = Self.weekday(word), at == 0 || words[at - 1] != "not" else { continue }
      let before = at > 0 ? words[at - 1] : ""
      let isNext =
        before == "next" || before == "following" || words[(at + 1)...].starts(with: ["next", "week"])
        || words[..<at].suffix(3).starts(with: ["next", "week"])
      strike(at...at)
      if isNext {
        if let week = words.firstIndex(of: "week") { strike(week...week) }
        return (clock.date.adding(days: 7 - clock.date.weekday + weekday), .day)
      }
      let ahead = (weekday - clock.date.weekday + 7) % 7
      return (clock.date.adding(days: ahead == 0 ? 7 : ahead), .day)
    }
    return nil
  }

  /// "November twenty fourth", "the 24th of November", "November".
  private mutating func monthAndDay() -> Day? {
    for (at, word) in words.enumerated() {
      guard let month = Self.month(word) else { continue }
      let ofAt = at > 0 && words[at - 1] == "of" ? at - 1 : at
      if let (day, start) = dayNumber(before: ofAt),
        let date = upcoming(month: month, day: day, yearAt: at + 1)
      {
        strike(start...at)
        return (date, .day)
      }
      if let (day, end) = dayNumber(at: at + 1), let date = upcoming(month: month, day: day, yearAt: end) {
        strike(at...(end - 1))
        return (date, .day)
      }
      // "may" and "march" are everyday verbs: alone they name no month.
      guard word != "may", word != "march", let first = upcoming(month: month, day: nil, yearAt: at + 1)
      else {
        continue
      }
      strike(at...at)
      return (first, .month)
    }
    return nil
  }

  /// The next such day, or the one in the year that is named. Without a day the month's first.
  private mutating func upcoming(month: Int, day: Int?, yearAt: Int) -> CivilDate? {
    if yearAt < words.count, let year = NumberReader.digits(words[yearAt]), (2000...2199).contains(year) {
      strike(yearAt...yearAt)
      return CivilDate(year: Int(year), month: month, day: day ?? 1)
    }
    for year in clock.date.year...(clock.date.year + 8) {
      guard let date = CivilDate(year: year, month: month, day: day ?? 1) else { continue }
      let isPast = day == nil ? (year, month) < (clock.date.year, clock.date.month) : date < clock.date
      if !isPast { return date }
    }
    return nil
  }

  /// "2026-11-24" and "11/24".
  private mutating func writtenDate() -> Day? {
    for (at, word) in words.enumerated() {
      let parts = word.split(whereSeparator: { $0 == "-" || $0 == "/" }).map { Int($0) ?? -1 }
      if word.contains("-"), parts.count == 3,
        let date = CivilDate(year: parts[0], month: parts[1], day: parts[2])
      {
        strike(at...at)
        return (date, .day)
      }
      guard word.contains("/"), parts.count == 2 || parts.count == 3 else { continue }
      let year = parts.count == 3 ? (parts[2] < 100 ? 2000 + parts[2] : parts[2]) : nil
      let date = year.map { CivilDate(year: $0, month: parts[0], day: parts[1]) }
      guard let date = date ?? upcoming(month: parts[0], day: parts[1], yearAt: Int.max) else { continue }
      strike(at...at)
      return (date, .day)
    }
    return nil
  }

  /// "the fifteenth": of this month, or of the next when it has passed.
  private mutating func ordinalDay() -> Day? {
    for at in words.indices {
      guard let (day, end) = ordinal(at: at) else { continue }
      let after = end < words.count ? words[end] : ""
      if after == "time" || after == "thing" || after == "of" || after == "choice" || after == "half" {
        continue
      }
      guard at > 0 || words.count <= 4 else { continue }
      for ahead in 0...2 {
        let month = CivilDate(year: clock.date.year, month: clock.date.month, day: 1)?.adding(months: ahead)
        guard let month, let date = CivilDate(year: month.year, month: month.month, day: day) else {
          continue
        }
        if date >= clock.date {
          strike(at...(end - 1))
          return (date, .day)
        }
      }
    }
    return nil
  }

  private mutating func weekOrMonth() -> Day? {
    let today = clock.date
    if strike(["end", "of", "next", "week"]) { return (today.adding(days: 11 - today.weekday), .day) }
    if strike(["end", "of", "the", "week"]) || strike(["end", "of", "this", "week"]) {
      return (today.adding(days: (4 - today.weekday + 7) % 7), .day)
    }
    if strike(["end", "of", "the", "month"]) || strike(["end", "of", "this", "month"]) {
      let last = CivilDate.daysIn(month: today.month, year: today.year)
      return CivilDate(year: today.year, month: today.month, day: last).map { ($0, .day) }
    }
    if strike(["weekend"]) {
      return (today.adding(days: today.weekday < 5 ? 5 - today.weekday : 12 - today.weekday), .day)
    }
    if strike(["next", "week"]) { return (today.adding(days: 7 - today.weekday), .week) }
    if strike(["next", "month"]) {
      return CivilDate(year: today.year, month: today.month, day: 1).map { ($0.adding(months: 1), .month) }
    }
    return nil
  }

  // MARK: - Words

  /// "in twenty minutes", "in an hour", "in half an hour".
  private func clockOffset() -> DateTimeValue? {
    guard let unitAt = words.firstIndex(where: { $0.hasPrefix("minute") || $0 == "hour" || $0 == "hours" }),
      unitAt > 0, words[..<unitAt].contains("in")
    else { return nil }
    let unit = words[unitAt].hasPrefix("minute") ? 1 : 60
    let minutes: Int
    if let (count, _) = count(before: unitAt) {
      minutes = count * unit
    } else if words[unitAt - 1] == "an" {
      minutes = words[..<(unitAt - 1)].last == "half" ? 30 : unit
    } else {
      return nil
    }
    let total = clock.minuteOfDay + minutes
    return DateTimeValue(
      date: clock.date.adding(days: total / 1440), hour: total % 1440 / 60, minute: total % 60)
  }

  private func dayNumber(at start: Int) -> (day: Int, end: Int)? {
    let start = start < words.count && words[start] == "the" ? start + 1 : start
    if let found = ordinal(at: start) { return found }
    guard start < words.count, let reading = NumberReader(words: words).read(at: start) else { return nil }
    guard (1...31).contains(reading.value), reading.value == reading.value.rounded() else { return nil }
    return (Int(reading.value), reading.words.upperBound)
  }

  private func dayNumber(before end: Int) -> (day: Int, start: Int)? {
    for start in max(0, end - 2)..<max(0, end) {
      if let (day, found) = ordinal(at: start), found == end { return (day, start) }
      if let value = NumberReader.digits(words[start]), start + 1 == end, (1...31).contains(value),
        value == value.rounded()
      {
        return (Int(value), start)
      }
    }
    return nil
  }

  private func ordinal(at start: Int) -> (day: Int, end: Int)? {
    guard start < words.count else { return nil }
    let word = words[start]
    if let day = Self.ordinals[word] { return (day, start + 1) }
    if let last = word.last, "tdh".contains(last), word.utf8.count <= 4, let day = Int(word.dropLast(2)) {
      return (1...31).contains(day) ? (day, start + 1) : nil
    }
    guard word == "twenty" || word == "thirty", start + 1 < words.count,
      let unit = Self.ordinals[words[start + 1]], unit < 10
    else { return nil }
    let day = (word == "twenty" ? 20 : 30) + unit
    return day <= 31 ? (day, start + 2) : nil
  }

  private mutating func strikeGreetings() {
    for phrase in [["good", "morning"], ["good", "afternoon"], ["good", "evening"]] { _ = strike(phrase) }
  }

  private mutating func strike(_ phrase: [String]) -> Bool {
    guard phrase.count <= words.count else { return false }
    for start in 0...(words.count - phrase.count) {
      let range = start..<(start + phrase.count)
      if zip(words[range], phrase).allSatisfy({ SpokenWords.sounds($0, like: $1) }),
        !isUsed[range].contains(true)
      {
        strike(start...(start + phrase.count - 1))
        return true
      }
    }
    return false
  }

  private mutating func strike(_ range: ClosedRange<Int>) {
    for index in range { isUsed[index] = true }
  }

  /// What recognisers write in pieces: "p m", "to morrow".
  private static func joined(_ words: [String]) -> [String] {
    var result: [String] = []
    for word in words {
      if word == "m", let last = result.last, last == "p" || last == "a" {
        result[result.count - 1] = last + "m"
      } else if word == "morrow", result.last == "to" {
        result[result.count - 1] = "tomorrow"
      } else if word == "clock", result.last == "o" {
        result[result.count - 1] = "oclock"
      } else {
        result.append(word)
      }
    }
    return result
  }

  private static let spans = [
    "day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30,
  ]

  static func weekday(_ word: String) -> Int? {
    if let short = shortDays[word] { return short }
    guard word.utf8.count >= 6 else { return nil }
    let bare = word.hasSuffix("s") ? String(word.dropLast()) : word
    return CivilDate.weekdayNames.firstIndex { SpokenWords.sounds(bare, like: $0.lowercased()) }
  }

  static func month(_ word: String) -> Int? {
    if word == "may" { return 5 }
    if let short = shortMonths[word] { return short }
    guard word.utf8.count >= 4 else { return nil }
    return CivilDate.monthNames.firstIndex { SpokenWords.sounds(word, like: $0.lowercased()) }.map { $0 + 1 }
  }

  private static let shortDays = [
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4,
    "wensday": 2, "wendsday": 2, "tusday": 1, "thersday": 3,
  ]
  private static let shortMonths = [
    "jan": 1, "feb": 2, "apr": 4, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
  ]
  private static let ordinals: [String: Int] = {
    var table: [String: Int] = [:]
    for day in 1...20 { table[NumberWords.ordinal(day)] = day }
    table["thirtieth"] = 30
    return table
  }()
}
