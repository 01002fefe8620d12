internal import Audio

/// A calendar month, UTC: the partition that a call's rows are in, by the time in its id.
struct CallMonth: Hashable {
  /// Months since January of the year 0.
  let number: Int

  init(number: Int) { self.number = number }

  init(ms: Int64) {
    // Days to a civil date: Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.
    let days = Int((ms >= 0 ? ms : ms - 86_399_999) / 86_400_000) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let day = days - era * 146_097
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * year + year / 4 - year / 100)
    let month = (5 * dayOfYear + 2) / 153  // from March
    number = (year + era * 400) * 12 + month + 2
  }

  /// Reads what `name` gives.
  init?(name: some StringProtocol) {
    let parts = name.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 2, let year = Int(parts[0]), let month = Int(parts[1]), (1...12).contains(month),
      (0...99_999).contains(year)
    else { return nil }
    number = year * 12 + month - 1
  }

  init(of call: CallID) { self.init(ms: Int64(call.unixMilliseconds)) }

  /// The first instant, milliseconds since 1970.
  var startMs: Int64 {
    // days_from_civil of the first day; years begin with March.
    let fromMarch = number - 2
    let year = fromMarch / 12
    let era = year / 400
    let dayOfYear = (153 * (fromMarch % 12) + 2) / 5
    let yearOfEra = year - era * 400
    let day = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + day - 719_468) * 86_400_000
  }

  /// `2026_11`
  var name: String {
    let month = number % 12 + 1
    return "\(number / 12)_\(month < 10 ? "0" : "")\(month)"
  }

  /// The lowest id of the month, as a `uuid`.
  var firstID: String {
    let digits = String(UInt64(clamping: startMs), radix: 16)
    let padded = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    return "\(padded.prefix(8))-\(padded.dropFirst(8))-0000-0000-000000000000"
  }

  /// What makes the month's partitions, where they are not there yet.
  var creation: String {
    let next = CallMonth(number: number + 1)
    return ["segments", "events"].map {
      """
      CREATE TABLE IF NOT EXISTS \($0)_\(name) PARTITION OF \($0)
        FOR VALUES FROM ('\(firstID)') TO ('\(next.firstID)');
      """
    }.joined(separator: "\n")
  }
}
