/// A day, and as much of a time as the caller gave, in the agent's own time zone.
public struct DateTimeValue: Sendable, Equatable, Codable {
  /// How exactly the day was named.
  public enum Precision: String, Sendable, Codable { case day, week, month }
  public enum PartOfDay: String, Sendable, Codable { case morning, afternoon, evening }

  /// For a week or a month, its first day.
  public var date: CivilDate
  public var precision: Precision
  /// 0 to 23.
  public var hour: Int?
  /// 0 to 59; set together with `hour`.
  public var minute: Int?
  public var partOfDay: PartOfDay?

  public init(
    date: CivilDate, precision: Precision = .day, hour: Int? = nil, minute: Int? = nil,
    partOfDay: PartOfDay? = nil
  ) {
    self.date = date
    self.precision = precision
    self.hour = hour
    self.minute = minute
    self.partOfDay = partOfDay
  }

  public var hasTime: Bool { hour != nil || partOfDay != nil }

  /// For example "Tuesday, November twenty fourth, at three PM".
  public var spoken: String {
    let month = CivilDate.monthNames[date.month - 1]
    let day = NumberWords.ordinal(date.day)
    let time = spokenTime
    switch precision {
    case .month: return time.isEmpty ? "in \(month)" : "in \(month), \(time)"
    case .week: return "the week of \(month) \(day)" + (time.isEmpty ? "" : ", \(time)")
    case .day:
      let name = CivilDate.weekdayNames[date.weekday]
      return "\(name), \(month) \(day)" + (time.isEmpty ? "" : ", \(time)")
    }
  }

  private var spokenTime: String {
    if let hour { return "at " + NumberWords.clock(hour: hour, minute: minute ?? 0, isTwelveHour: false) }
    switch partOfDay {
    case .morning: return "in the morning"
    case .afternoon: return "in the afternoon"
    case .evening: return "in the evening"
    case nil: return ""
    }
  }
}
