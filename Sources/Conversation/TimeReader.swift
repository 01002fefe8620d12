/// Reads a time of day out of the words that did not name the day.
struct TimeReader {
  let words: [String]
  var isUsed: [Bool]
  /// "Tuesday, three": with a day named, a lone number from 1 to 12 is an hour.
  let mayBeBare: Bool

  /// The hour on the 24-hour clock, its minute, and the part of the day.
  mutating func read() -> (hour: Int?, minute: Int?, part: DateTimeValue.PartOfDay?) {
    let part = partOfDay()
    if let found = namedTime() { return (found.hour, found.minute, part) }
    for at in words.indices where !isUsed[at] {
      if let found = time(at: at, part: part) { return (found.hour, found.minute, part) }
    }
    return (nil, nil, part)
  }

  private typealias Time = (hour: Int, minute: Int)

  private func namedTime() -> Time? {
    for word in words {
      if word == "noon" || word == "midday" || word == "noontime" { return (12, 0) }
      if word == "midnight" { return (0, 0) }
    }
    return nil
  }

  private func partOfDay() -> DateTimeValue.PartOfDay? {
    for (at, word) in words.enumerated() where !isUsed[at] {
      if word == "morning" || word == "mornings" { return .morning }
      if SpokenWords.sounds(word, like: "afternoon") || word == "afternoons" || word == "lunch" {
        return .afternoon
      }
      if word == "evening" || word == "evenings" || word == "night" { return .evening }
    }
    return nil
  }

  private func time(at start: Int, part: DateTimeValue.PartOfDay?) -> Time? {
    if let clock = digitClock(words[start]) {
      return settled(clock.hour, clock.minute, half: half(at: start + 1), part: part)
    }
    if let (hour, minute, end) = fractionTime(at: start) {
      return settled(hour, minute, half: half(at: end), part: part)
    }
    guard let hour = small(at: start, in: 0...23), start == 0 || !isUsed[start - 1] || mayBeBare else {
      return nil
    }
    var end = start + 1
    var minute = 0
    if let (value, next) = minutes(at: end) {
      minute = value
      end = next
    }
    let half = half(at: end)
    let isMarked = half != nil || end < words.count && words[end] == "oclock"
    let isLed = start > 0 && ["at", "around", "about", "by", "after", "say"].contains(words[start - 1])
    let isBare = mayBeBare && (1...12).contains(hour)
    // "in the morning" at the end makes an hour of a lone number: "ten in the morning".
    let isNearPart = part != nil && (1...12).contains(hour)
    guard isMarked || isLed || isBare || isNearPart || minute > 0 || words.count == 1 else { return nil }
    return settled(hour, minute, half: half, part: part)
  }

  /// "half past three", "quarter to four", "ten past five".
  private func fractionTime(at start: Int) -> (hour: Int, minute: Int, end: Int)? {
    guard start + 2 < words.count else { return nil }
    let minutes: Int
    switch words[start] {
    case "half": minutes = 30
    case "quarter": minutes = 15
    default:
      guard let value = small(at: start, in: 1...29) else { return nil }
      minutes = value
    }
    guard let hour = small(at: start + 2, in: 1...12) else { return nil }
    switch words[start + 1] {
    case "past", "after": return (hour, minutes, start + 3)
    // "three to five" is a range of hours; only round minutes count back from an hour.
    case "to", "till", "before":
      guard words[start] == "quarter" || minutes == 5 || minutes == 10 || minutes == 20 else { return nil }
      return (hour == 1 ? 12 : hour - 1, 60 - minutes, start + 3)
    default: return nil
    }
  }

  /// Minutes behind an hour: "thirty", "oh five", "twenty five".
  private func minutes(at start: Int) -> (value: Int, end: Int)? {
    guard start < words.count, !isUsed[start] else { return nil }
    if words[start] == "oh" || words[start] == "o", let unit = small(at: start + 1, in: 1...9) {
      return (unit, start + 2)
    }
    guard NumberReader.unit(words[start]) ?? 10 >= 10 else { return nil }
    guard let reading = NumberReader(words: words).read(at: start), !reading.hasScale,
      (10...59).contains(reading.value), reading.value == reading.value.rounded(), reading.words.count <= 2
    else { return nil }
    return (Int(reading.value), reading.words.upperBound)
  }

  private func half(at index: Int) -> Bool? {
    guard index < words.count else { return nil }
    let at = words[index] == "oclock" ? index + 1 : index
    guard at < words.count else { return nil }
    switch words[at] {
    case "am": return false
    case "pm": return true
    default: return nil
    }
  }

  private func small(at index: Int, in range: ClosedRange<Int>) -> Int? {
    guard index < words.count, !isUsed[index] else { return nil }
    let value = NumberReader.unit(words[index]) ?? NumberReader.ten(words[index]) ?? Int(words[index])
    guard let value, range.contains(value) else { return nil }
    return value
  }

  private func digitClock(_ word: String) -> Time? {
    let parts = word.split(separator: ":")
    guard word.contains(":"), parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
      (0...23).contains(hour), (0...59).contains(minute)
    else { return nil }
    return (hour, minute)
  }

  /// Puts an hour on the 24-hour clock. Without a hint it falls into business hours: 8 to 19 o'clock.
  private func settled(_ hour: Int, _ minute: Int, half: Bool?, part: DateTimeValue.PartOfDay?) -> Time {
    guard (1...12).contains(hour) else { return (hour, minute) }
    let isAfternoon: Bool
    switch (half, part) {
    case (let half?, _): isAfternoon = half
    case (nil, .morning): isAfternoon = false
    case (nil, .afternoon): isAfternoon = hour < 8 || hour == 12
    case (nil, .evening): isAfternoon = hour != 12
    case (nil, nil): isAfternoon = hour < 8 || hour == 12
    }
    return (hour % 12 + (isAfternoon ? 12 : 0), minute)
  }
}
