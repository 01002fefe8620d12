/// Instants as ISO 8601 text, the profile of RFC 3339.
public enum ISO8601 {
  /// Microseconds since 1970-01-01T00:00:00Z of a text like `2026-03-14T09:26:53.589793Z`.
  ///
  /// Any number of fraction digits (those beyond the sixth are cut off), `Z` or an offset such as `+02:00`. The
  /// year is 1…9999. `nil` if the text is anything else.
  public static func microseconds(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let year = number(bytes, 0..<4, 1...9999), let month = number(bytes, 5..<7, 1...12),
      let day = number(bytes, 8..<10, 1...31), let hour = number(bytes, 11..<13, 0...23),
      let minute = number(bytes, 14..<16, 0...59), let second = number(bytes, 17..<19, 0...60)
    else { return nil }
    var offset = 19
    guard let fraction = fraction(bytes, &offset), let zoneMinutes = zone(bytes, offset) else { return nil }
    let minutes = (days(year, month, day) * 24 + hour) * 60 + minute - zoneMinutes
    return (minutes * 60 + second) * 1_000_000 + fraction
  }

  /// Days from 1970-01-01 in the Gregorian calendar, years beginning in March so that the leap day is a year's last
  /// (Howard Hinnant, "chrono-compatible low-level date algorithms").
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let marchYear = month > 2 ? year : year - 1
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
  }

  /// Microseconds of the fraction at `offset`, moved past it; 0 if there is none.
  private static func fraction(_ bytes: [UInt8], _ offset: inout Int) -> Int64? {
    guard bytes[offset] == UInt8(ascii: ".") || bytes[offset] == UInt8(ascii: ",") else { return 0 }
    offset += 1
    let start = offset
    var value: Int64 = 0
    var unit: Int64 = 100_000
    while offset < bytes.count, bytes[offset] &- UInt8(ascii: "0") < 10 {
      value += Int64(bytes[offset] - UInt8(ascii: "0")) * unit
      unit /= 10
      offset += 1
    }
    return offset > start ? value : nil
  }

  /// Minutes east of Greenwich that the rest of the text states.
  private static func zone(_ bytes: [UInt8], _ offset: Int) -> Int64? {
    guard offset < bytes.count else { return nil }
    if bytes[offset] | 0x20 == UInt8(ascii: "z") { return offset + 1 == bytes.count ? 0 : nil }
    guard bytes.count == offset + 6, bytes[offset + 3] == UInt8(ascii: ":"),
      let hours = number(bytes, (offset + 1)..<(offset + 3), 0...23),
      let minutes = number(bytes, (offset + 4)..<(offset + 6), 0...59)
    else { return nil }
    switch bytes[offset] {
    case UInt8(ascii: "+"): return hours * 60 + minutes
    case UInt8(ascii: "-"): return -(hours * 60 + minutes)
    default: return nil
    }
  }

  private static func number(
    _ bytes: [UInt8], _ range: Range<Int>, _ allowed: ClosedRange<Int64>
  ) -> Int64? {
    guard let value = DecimalText.number(bytes.span, range), allowed.contains(value) else { return nil }
    return value
  }
}
