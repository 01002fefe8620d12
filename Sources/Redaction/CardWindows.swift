/// Finds payment card numbers in a run: 13 to 19 digits from the start of one group to the end of another whose check
/// digit is right (ISO/IEC 7812-1, Luhn).
struct CardWindows {
  let run: DigitRun

  /// Group ranges, ascending and apart. Windows that overlap are joined, so that no part of a number stays.
  func cards() -> [Range<Int>] {
    var cards: [Range<Int>] = []
    for start in run.groups.indices {
      guard let end = longestWindow(from: start) else { continue }
      if let last = cards.last, start < last.upperBound {
        cards[cards.count - 1] = last.lowerBound..<max(last.upperBound, end)
      } else {
        cards.append(start..<end)
      }
    }
    return cards
  }

  private func longestWindow(from start: Int) -> Int? {
    if run.groups[start].count > 19 { return beginsWithCard(run.groups[start]) ? start + 1 : nil }
    var luhn = Luhn()
    var longest: Int?
    for index in start..<run.groups.count {
      guard luhn.count + run.groups[index].count <= 19 else { break }
      for digit in run.digits[run.groups[index].digits] { luhn.add(digit) }
      if luhn.count >= 13, luhn.isValid { longest = index + 1 }
    }
    return longest
  }

  /// A number with more written right behind it, such as its date: 15 or 16 digits that begin as a card's do.
  private func beginsWithCard(_ group: DigitRun.Group) -> Bool {
    var luhn = Luhn()
    let digits = run.digits[group.digits].prefix(16)
    guard let first = digits.first, 2...6 ~= first else { return false }
    for digit in digits {
      luhn.add(digit)
      if luhn.count >= 15, luhn.isValid { return true }
    }
    return false
  }
}
