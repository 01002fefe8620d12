/// The check digit sum of ISO/IEC 7812-1, annex B, grown digit by digit.
struct Luhn {
  private(set) var count = 0
  /// With every second digit doubled, from the first, and from the second on.
  private var fromFirst = 0
  private var fromSecond = 0

  mutating func add(_ digit: UInt8) {
    let plain = Int(digit)
    let doubled = plain < 5 ? plain * 2 : plain * 2 - 9
    fromFirst += count.isMultiple(of: 2) ? doubled : plain
    fromSecond += count.isMultiple(of: 2) ? plain : doubled
    count += 1
  }

  /// The last digit is never doubled.
  var isValid: Bool { (count.isMultiple(of: 2) ? fromFirst : fromSecond).isMultiple(of: 10) }
}
