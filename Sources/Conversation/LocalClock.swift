/// A wall clock's reading in the agent's time zone.
struct LocalClock {
  let date: CivilDate
  /// Minutes since midnight, 0 to 1439.
  let minuteOfDay: Int

  /// - Parameter wallClock: seconds since 1970; what is not a sensible time counts as 1970.
  init(_ wallClock: Double, offsetMinutes: Int) {
    let seconds = wallClock.isFinite && abs(wallClock) < 2e11 ? wallClock : 0
    let minutes = Int((seconds / 60).rounded(.down)) + min(max(offsetMinutes, -1440), 1440)
    var days = minutes / 1440
    if minutes % 1440 < 0 { days -= 1 }
    date = CivilDate(daysSince1970: days)
    minuteOfDay = minutes - days * 1440
  }
}
