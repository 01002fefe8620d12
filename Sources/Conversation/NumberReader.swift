/// Reads numbers out of spoken words: digits, number words, or both ("25 grand", "two and a half million").
struct NumberReader {
  /// A number and where it stands.
  struct Reading: Equatable {
    var value: Double
    var words: Range<Int>
    /// A word such as "thousand" or "grand" was part of it.
    var hasScale: Bool
  }

  /// As `SpokenWords.split` gives them.
  let words: [String]

  /// Every number in the text, from left to right, never overlapping.
  func all() -> [Reading] {
    var readings: [Reading] = []
    var at = 0
    while at < words.count {
      if let reading = read(at: at) {
        readings.append(reading)
        at = reading.words.upperBound
      } else {
        at += 1
      }
    }
    return readings
  }

  /// The number that the text gives as its answer: the first, or the last of a range or a correction.
  func answer() -> Double? {
    let readings = all()
    guard var answer = readings.first else { return nil }
    for next in readings.dropFirst() {
      let between = words[answer.words.upperBound..<next.words.lowerBound]
      guard between.count <= 4, between.contains(where: Self.joins.contains) else { break }
      answer = next
    }
    return answer.value
  }

  static let joins: Set<String> = [
    "to", "or", "and", "no", "maybe", "actually", "sorry", "make", "meant", "mean",
  ]

  /// The number that starts exactly here.
  func read(at start: Int) -> Reading? {
    guard var (value, end) = term(at: start) else { return nil }
    var hasScale = end > start + 1 && scale(at: end - 1) != nil
    var lastScale = hasScale ? scale(at: end - 1) ?? 1 : 1
    while lastScale > 1 {
      let next = end < words.count && words[end] == "and" ? end + 1 : end
      guard let (more, moreEnd) = term(at: next), more < lastScale, more >= 1 else { break }
      value += more
      lastScale = scale(at: moreEnd - 1) ?? 1
      end = moreEnd
      hasScale = true
    }
    return Reading(value: value, words: start..<end, hasScale: hasScale)
  }

  /// A small number with its scale: "twenty five thousand", "half a million", "a grand".
  private func term(at start: Int) -> (value: Double, end: Int)? {
    guard start < words.count else { return nil }
    if words[start] == "half" { return half(at: start) }
    if let (small, end) = small(at: start) {
      var value = small
      var at = end
      if matches(["and", "a", "half"], at: at) {
        value += 0.5
        at += 3
      }
      if at < words.count, words[at] == "of" || words[at] == "a", scale(at: at + 1) != nil { at += 1 }
      if let scale = scale(at: at) { return (value * scale, at + 1) }
      return (value, at)
    }
    return nil
  }

  private func half(at start: Int) -> (value: Double, end: Int)? {
    var at = start + 1
    while at < words.count, words[at] == "a" || words[at] == "of" { at += 1 }
    guard let scale = scale(at: at) else { return nil }
    return (scale / 2, at + 1)
  }

  /// A number below one thousand in words, or any number in digits.
  private func small(at start: Int) -> (value: Double, end: Int)? {
    let word = words[start]
    if word == "a" || word == "an" || word == "one" && isScale(start + 1) {
      if isHundred(start + 1) { return hundreds(1, at: start + 2) }
      if isScale(start + 1) { return (1, start + 1) }
      if word == "a", let (value, end) = vague(at: start + 1) { return (value, end) }
      return word == "one" ? (1, start + 1) : nil
    }
    if let (value, end) = vague(at: start) { return (value, end) }
    if let value = Self.digits(word) { return digitNumber(value, at: start) }
    guard let (value, end) = belowHundred(at: start) else { return nil }
    if isHundred(end) { return hundreds(value, at: end + 1) }
    return decimals(value, at: end)
  }

  /// "couple hundred", "few thousand": only with a scale behind, for "a few" alone is no number.
  private func vague(at start: Int) -> (value: Double, end: Int)? {
    guard start < words.count, let value = ["couple": 2.0, "few": 3.0][words[start]] else { return nil }
    let at = start + 1 < words.count && words[start + 1] == "of" ? start + 2 : start + 1
    if isHundred(at) { return (value * 100, at + 1) }
    return isScale(at) ? (value, at) : nil
  }

  private func digitNumber(_ value: Double, at start: Int) -> (value: Double, end: Int) {
    if isHundred(start + 1) { return (value * 100, start + 2) }
    return (value, start + 1)
  }

  private func hundreds(_ count: Double, at start: Int) -> (value: Double, end: Int) {
    let next = start < words.count && words[start] == "and" ? start + 1 : start
    if let (rest, end) = belowHundred(at: next) { return (count * 100 + rest, end) }
    return (count * 100, start)
  }

  private func belowHundred(at start: Int) -> (value: Double, end: Int)? {
    guard start < words.count else { return nil }
    if let ten = Self.ten(words[start]) {
      if start + 1 < words.count, let unit = Self.unit(words[start + 1]), (1...9).contains(unit) {
        return (Double(ten + unit), start + 2)
      }
      return (Double(ten), start + 1)
    }
    if let unit = Self.unit(words[start]) { return (Double(unit), start + 1) }
    return nil
  }

  /// "point five" behind a number in words.
  private func decimals(_ value: Double, at start: Int) -> (value: Double, end: Int) {
    guard start + 1 < words.count, words[start] == "point" else { return (value, start) }
    var result = value
    var place = 0.1
    var at = start + 1
    while at < words.count, at < start + 7, let unit = Self.unit(words[at]), unit < 10 {
      result += Double(unit) * place
      place /= 10
      at += 1
    }
    return at == start + 1 ? (value, start) : (result, at)
  }

  private func matches(_ phrase: [String], at start: Int) -> Bool {
    start + phrase.count <= words.count && Array(words[start..<(start + phrase.count)]) == phrase
  }

  private func isHundred(_ at: Int) -> Bool {
    at < words.count && (words[at] == "hundreds" || SpokenWords.sounds(words[at], like: "hundred"))
  }

  private func isScale(_ at: Int) -> Bool { scale(at: at) != nil }

  private func scale(at index: Int) -> Double? {
    guard index >= 0, index < words.count else { return nil }
    let word = words[index]
    switch word {
    case "k", "grand", "thousand", "thousands": return 1000
    case "m", "mil", "million", "millions": return 1_000_000
    case "billion", "billions": return 1_000_000_000
    case "dozen": return 12
    default:
      if word.utf8.count >= 6, SpokenWords.sounds(word, like: "thousand") { return 1000 }
      return nil
    }
  }

  static func digits(_ word: String) -> Double? {
    guard let first = word.utf8.first, (48...57).contains(first), word.utf8.count <= 18 else { return nil }
    guard word.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }) else { return nil }
    return Double(word)
  }

  static func unit(_ word: String) -> Int? { NumberWords.units.firstIndex(of: word) ?? misheardUnits[word] }

  static func ten(_ word: String) -> Int? {
    if let index = NumberWords.tens.firstIndex(of: word), index >= 2 { return index * 10 }
    if word == "fourty" { return 40 }
    guard word.utf8.count >= 6 else { return nil }
    for index in 2...9 where SpokenWords.sounds(word, like: NumberWords.tens[index]) { return index * 10 }
    return nil
  }

  private static let misheardUnits = ["oh": 0, "fourten": 14, "fivteen": 15]
}
