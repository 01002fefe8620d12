/// Whole numbers as decimal text.
enum DecimalText {
  /// How many bytes `number` takes, the sign included: 1…20.
  @_noAllocation @_noLocks
  static func width(of number: Int64) -> Int {
    var width = number < 0 ? 2 : 1
    var rest = number.magnitude
    while rest >= 10 {
      rest /= 10
      width &+= 1
    }
    return width
  }

  /// The number whose digits stand in `range`, from 0 up; `nil` if there are none, too many, or other bytes.
  @_noAllocation @_noLocks
  static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    guard range.lowerBound < range.upperBound else { return nil }
    var value: Int64 = 0
    for offset in range {
      let digit = bytes[offset] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      let (tens, tooMany) = value.multipliedReportingOverflow(by: 10)
      let (sum, tooLarge) = tens.addingReportingOverflow(Int64(digit))
      guard !tooMany, !tooLarge else { return nil }
      value = sum
    }
    return value
  }
}
