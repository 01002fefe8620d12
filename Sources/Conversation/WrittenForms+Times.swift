// Times of day and dates.
extension WrittenForms {
  /// True for PM.
  static func half(_ token: String) -> Bool? {
    switch token.lowercased() {
    case "am", "a.m", "a.m.": false
    case "pm", "p.m", "p.m.": true
    default: nil
    }
  }

  @Sendable static func attachedTime(_ token: String) -> String? {
    for suffix in ["am", "pm", "a.m", "p.m"] where token.lowercased().hasSuffix(suffix) {
      return clock(String(token.dropLast(suffix.count)), half: half(suffix))
    }
    return nil
  }

  /// - Parameter half: true for PM; nil when it is not written, and a colon is required.
  static func clock(_ token: String, half: Bool?) -> String? {
    let parts = token.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 1 && half != nil,
      parts.allSatisfy({ (1...2).contains($0.count) }),
      let hour = Int(parts[0]), (0...24).contains(hour), token.unicodeScalars.first.map(isDigit) == true
    else { return nil }
    let minute = parts.count == 2 ? Int(parts[1]) ?? 60 : 0
    guard (0...59).contains(minute), parts.count == 1 || parts[1].count == 2 else { return nil }
    guard let half else {
      return NumberWords.clock(hour: hour, minute: minute, isTwelveHour: (1...12).contains(hour))
        .replacingHalves
    }
    let shown = hour == 0 ? 12 : hour > 12 ? hour - 12 : hour
    var words = NumberWords.units[shown]
    if minute > 0 { words += (minute < 10 ? " oh " : " ") + NumberWords.cardinal(minute) }
    return words + (half ? " P M" : " A M")
  }

  /// "9-5pm", "2:30-3:30", "9am-5pm": a dash between two times, one of which must look like one.
  /// - Parameter half: of a half of the day that follows: "7-9 pm".
  static func timeRange(_ token: String, half: Bool?) -> String? {
    let parts = token.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, half != nil || token.contains(":") || Self.hasHalf(parts[1]) else { return nil }
    guard let end = attachedTime(parts[1]) ?? clock(parts[1], half: half) else { return nil }
    if let start = attachedTime(parts[0]) { return start + " to " + end }
    let isEndNamed = half != nil || hasHalf(parts[1])
    guard let start = clock(parts[0], half: isEndNamed ? true : nil) else { return nil }
    // "seven to nine P M": the half is said once.
    return (isEndNamed ? String(start.dropLast(4)) : start) + " to " + end
  }

  private static func hasHalf(_ token: String) -> Bool {
    let lowered = token.lowercased()
    return ["am", "pm", "a.m", "p.m"].contains(where: lowered.hasSuffix)
  }

  /// "2026-11-24", "11/24/2026", "11/24/26", "24.11.2026", "2026-11-24T15:30:00Z"; "11/24" reads as a fraction and is
  /// left to that.
  @Sendable static func date(_ token: String) -> String? {
    if token.count > 11, token.dropFirst(10).first == "T", let day = date(String(token.prefix(10))),
      let time = clock(String(token.dropFirst(11).prefix(5)), half: nil)
    {
      return day + ", " + time
    }
    for (separator, order) in orders {
      let parts = token.split(separator: separator, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let numbers = parts.map { $0.count <= 4 ? Int($0) ?? -1 : -1 }
      var year = numbers[order[0]]
      if separator == "/", parts[2].count == 2, (0...99).contains(year) { year += 2000 }
      guard year >= 1000, let date = CivilDate(year: year, month: numbers[order[1]], day: numbers[order[2]])
      else {
        continue
      }
      return dayWords(date.month, date.day) + ", " + NumberWords.year(date.year)
    }
    return nil
  }

  /// Separator, and where year, month and day stand.
  private static let orders: [(Character, [Int])] = [
    ("-", [0, 1, 2]), ("/", [2, 0, 1]), ("/", [2, 1, 0]), ("/", [0, 1, 2]), (".", [2, 1, 0]),
  ]

  /// "11/24" behind a word that leads to a day: "on 11/24".
  static func dayAndMonth(_ token: String) -> String? {
    let parts = token.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let month = small(parts[0]), let day = small(parts[1]),
      CivilDate(year: 2024, month: month, day: day) != nil
    else { return nil }
    return dayWords(month, day)
  }

  private static func dayWords(_ month: Int, _ day: Int) -> String {
    CivilDate.monthNames[month - 1] + " " + NumberWords.ordinal(day)
  }

  static func month(_ token: String) -> String? {
    let lowered = token.lowercased()
    guard lowered.count >= 3, token.first?.isUppercase == true else { return nil }
    return CivilDate.monthNames.first { name in
      name.lowercased() == lowered || lowered.count <= 4 && name.lowercased().hasPrefix(lowered)
    }
  }
}

extension String {
  /// "PM" is spoken as two letters.
  fileprivate var replacingHalves: String {
    if hasSuffix(" PM") { return String(dropLast(2)) + "P M" }
    if hasSuffix(" AM") { return String(dropLast(2)) + "A M" }
    return self
  }
}
