/// Tells which groups of one run are a card number, a social security number or a phone number.
///
/// Every rule looks only at the groups it takes, or at a whole stretch between two finds; so a second pass over the
/// redacted text, where the finds are gone, sees nothing that this one did not.
struct NumberFinder {
  let run: DigitRun
  let kinds: Set<PIIKind>

  private typealias Find = (kind: PIIKind, groups: Range<Int>)

  func matches() -> [PIIMatch] {
    var finds: [Find] = []
    if !asPhones(run.groups.indices, &finds) {
      var rest = [run.groups.indices]
      if kinds.contains(.card) {
        let cards = CardWindows(run: run).cards()
        finds += cards.map { (.card, $0) }
        rest = Self.rest(of: run.groups.indices, without: cards).filter { !asWhole($0, &finds) }
      }
      if kinds.contains(.ssn) { rest = scan(rest, as: .ssn, &finds) { socialSecurity(at: $0, before: $1) } }
      if kinds.contains(.phone) { rest = scan(rest, as: .phone, &finds) { phone(at: $0, before: $1) } }
    }
    return finds.sorted { $0.groups.lowerBound < $1.groups.lowerBound }.map { find in
      PIIMatch(
        kind: find.kind,
        range: run.groups[find.groups.lowerBound].range
          .lowerBound..<run.groups[find.groups.upperBound - 1].range.upperBound)
    }
  }

  /// Looks through stretches of groups from left to right; answers what is left of them.
  private func scan(
    _ stretches: [Range<Int>], as kind: PIIKind, _ finds: inout [Find], length: (Int, Int) -> Int?
  ) -> [Range<Int>] {
    var left: [Range<Int>] = []
    for stretch in stretches where !asWhole(stretch, &finds) {
      var found: [Range<Int>] = []
      var index = stretch.lowerBound
      while index < stretch.upperBound {
        if let count = length(index, stretch.upperBound) {
          found.append(index..<index + count)
          index += count
        } else {
          index += 1
        }
      }
      finds += found.map { (kind, $0) }
      left += Self.rest(of: stretch, without: found).filter { !asWhole($0, &finds) }
    }
    return left
  }

  private static func rest(of stretch: Range<Int>, without found: [Range<Int>]) -> [Range<Int>] {
    var rest: [Range<Int>] = []
    var start = stretch.lowerBound
    for range in found {
      if start < range.lowerBound { rest.append(start..<range.lowerBound) }
      start = range.upperBound
    }
    if start < stretch.upperBound { rest.append(start..<stretch.upperBound) }
    return rest
  }

  // MARK: - Whole stretches

  /// What stands alone is judged by its digits, however they are grouped.
  private func asWhole(_ stretch: Range<Int>, _ finds: inout [Find]) -> Bool {
    var stretch = stretch
    // "to" and "for" are digits only between digits.
    if let first = stretch.first, run.groups[first].isGuess { stretch = first + 1..<stretch.upperBound }
    if let last = stretch.last, run.groups[last].isGuess { stretch = stretch.lowerBound..<last }
    guard !stretch.isEmpty else { return false }
    if asPhones(stretch, &finds) { return true }
    let count = digitCount(stretch)
    guard (7...11).contains(count), stretch.dropFirst().allSatisfy({ run.groups[$0].gap < .odd }) else {
      return false
    }
    let groups = run.groups[stretch]
    let isSpelled = groups.allSatisfy { $0.count == 1 || ($0.isSpoken && isRepeated($0)) }
    if count == 9, kinds.contains(.ssn), isSpelled || groups.count == 1, isSocialSecurity(first: stretch) {
      finds.append((.ssn, stretch))
      return true
    }
    guard kinds.contains(.phone) else { return false }
    let isLocal = count == 7 && isSpelled && groups.contains { $0.isSpoken } && digit(stretch, 0) >= 2
    let isGrouped =
      groups.allSatisfy { $0.isSpoken || [1, 3, 4].contains($0.count) } || groups.allSatisfy { $0.count == 2 }
    if isLocal || (isGrouped && isNorthAmerican(stretch)) {
      finds.append((.phone, stretch))
      return true
    }
    return false
  }

  /// Phone numbers one after the other and nothing else, so that two of them are not taken for a card number.
  private func asPhones(_ stretch: Range<Int>, _ finds: inout [Find]) -> Bool {
    guard kinds.contains(.phone) else { return false }
    var phones: [Find] = []
    var index = stretch.lowerBound
    while index < stretch.upperBound {
      guard let count = phone(at: index, before: stretch.upperBound) else { return false }
      phones.append((.phone, index..<index + count))
      index += count
    }
    finds += phones
    return true
  }

  // MARK: - Shapes

  /// 3-2-4 digits, whatever they are: a number that was never given out may be a misheard one.
  private func socialSecurity(at index: Int, before end: Int) -> Int? {
    hasShape([3, 2, 4], at: index, before: end, most: .none) ? 3 : nil
  }

  private func phone(at index: Int, before end: Int) -> Int? {
    if run.groups[index].hasPlus { return international(at: index, before: end) }
    for shape in Self.phoneShapes where hasShape(shape, at: index, before: end, most: .none) {
      let groups = index..<index + shape.count
      // "Two hundred five thousand" is a sum.
      let isLocal = shape == [3, 4] && digit(groups, 0) >= 2 && !run.groups[index + 1].isSpoken
      if isLocal || isNorthAmerican(groups) { return shape.count }
    }
    return nil
  }

  private static let phoneShapes = [
    [1, 3, 3, 4], [3, 3, 4], [1, 3, 7], [3, 7], [1, 10], [6, 4], [10], [11], [3, 4],
  ]

  /// E.164: a plus sign and 8 to 15 digits, of which the first is no zero; 11 when it is a 1.
  private func international(at index: Int, before end: Int) -> Int? {
    guard digit(index..<index + 1, 0) > 0 else { return nil }
    let wanted = digit(index..<index + 1, 0) == 1 ? 11...11 : 8...15
    var count = 0
    var best: Int?
    for last in index..<end {
      let group = run.groups[last]
      if last > index, group.hasPlus || group.gap == .odd { break }
      count += group.count
      if count > wanted.upperBound { break }
      if wanted.contains(count) { best = last - index + 1 }
    }
    return best
  }

  private func hasShape(_ shape: [Int], at index: Int, before end: Int, most gap: DigitRun.Gap) -> Bool {
    guard index + shape.count <= end else { return false }
    for (offset, count) in shape.enumerated() {
      let group = run.groups[index + offset]
      guard group.count == count, offset == 0 || group.gap <= gap else { return false }
    }
    return true
  }

  /// NXX-NXX-XXXX, with or without a 1 before it.
  private func isNorthAmerican(_ groups: Range<Int>) -> Bool {
    let count = digitCount(groups)
    let start = count == 11 ? 1 : 0
    guard count == 10 || (count == 11 && digit(groups, 0) == 1) else { return false }
    return digit(groups, start) >= 2 && digit(groups, start + 3) >= 2
  }

  /// Areas 000, 666 and 900 to 999, group 00 and serial 0000 are never given out.
  private func isSocialSecurity(first groups: Range<Int>) -> Bool {
    let start = run.groups[groups.lowerBound].digits.lowerBound
    let digits = run.digits[start..<start + 9].map(Int.init)
    let area = digits[0] * 100 + digits[1] * 10 + digits[2]
    return area > 0 && area != 666 && area < 900 && digits[3] + digits[4] > 0
      && digits[5...].contains { $0 > 0 }
  }

  private func isRepeated(_ group: DigitRun.Group) -> Bool {
    let digits = run.digits[group.digits]
    return digits.allSatisfy { $0 == digits.first }
  }

  private func digitCount(_ groups: Range<Int>) -> Int {
    run.groups[groups.upperBound - 1].digits.upperBound - run.groups[groups.lowerBound].digits.lowerBound
  }

  /// The digit at a place counted from the first of these groups.
  private func digit(_ groups: Range<Int>, _ place: Int) -> UInt8 {
    run.digits[run.groups[groups.lowerBound].digits.lowerBound + place]
  }
}
