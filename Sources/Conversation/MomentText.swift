/// A moment as a language model is told it.
public enum MomentText {
  /// `Saturday, 21 November 2026, 18:05, UTC-05:00`.
  ///
  /// - Parameter wallClock: seconds since 1970.
  public static func text(_ wallClock: Double, offsetMinutes: Int) -> String {
    let clock = LocalClock(wallClock, offsetMinutes: offsetMinutes)
    let date = clock.date
    let offset = abs(offsetMinutes)
    return
      "\(CivilDate.weekdayNames[date.weekday]), \(date.day) \(CivilDate.monthNames[date.month - 1]) \(date.year), "
      + "\(two(clock.minuteOfDay / 60)):\(two(clock.minuteOfDay % 60)), "
      + "UTC\(offsetMinutes < 0 ? "-" : "+")\(two(offset / 60)):\(two(offset % 60))"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
