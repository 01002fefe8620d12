/// The file name of a segment: the number of its first record in 20 digits, so that names sort as numbers do.
enum SegmentName {
  static let suffix = ".journal"

  static func of(_ firstNumber: UInt64) -> String {
    let digits = String(firstNumber)
    return String(repeating: "0", count: 20 - digits.count) + digits + suffix
  }

  static func firstNumber(of name: String) -> UInt64? {
    guard name.hasSuffix(suffix) else { return nil }
    let digits = name.dropLast(suffix.count)
    guard digits.utf8.count == 20, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return UInt64(digits)
  }

  /// First numbers of all segments in a folder, ascending.
  static func all(in names: [String]) -> [UInt64] {
    names.compactMap(firstNumber).filter { $0 > 0 }.sorted()
  }
}
