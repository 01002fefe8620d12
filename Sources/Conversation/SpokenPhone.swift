/// Phone numbers and the like, digit by digit, with a pause between the groups they are written in.
enum SpokenPhone {
  /// Nil when the text, of digits and the marks between them, is nothing to dial.
  static func words(_ text: String) -> String? {
    let groups = text.split { !$0.isNumber }
    let digits = groups.reduce(0) { $0 + $1.count }
    let sizes = groups.map(\.count)
    // Card numbers are told in groups too.
    if sizes == [4, 4, 4, 4] { return spoken(groups) }
    guard (7...15).contains(digits) else { return nil }
    let dashes = text.count { $0 == "-" }
    let dots = text.count { $0 == "." }
    let isMarked = text.hasPrefix("+") || dashes >= 1 && groups.count >= 2 || dots >= 2 || sizes == [3, 3, 4]
    guard isMarked || groups.count == 1 && digits >= 10 else { return nil }
    // A written date has the same shape: "2026-11-24". So has a span of years.
    if WrittenForms.date(text) != nil || sizes == [4, 4] && !text.hasPrefix("+") { return nil }
    // "10000000-20000000" is a range of sums, not a number to dial.
    guard sizes.allSatisfy({ $0 <= 4 }) || groups.count == 1 || text.hasPrefix("+") else { return nil }
    return (text.hasPrefix("+") ? "plus " : "") + spoken(groups.count == 1 ? regrouped(groups[0]) : groups)
  }

  private static func spoken(_ groups: [Substring]) -> String {
    groups.map { NumberWords.digits($0) }.joined(separator: ", ")
  }

  /// A number in one piece as one says it: North American ones by area and exchange, others by three.
  private static func regrouped(_ digits: Substring) -> [Substring] {
    let hasCountry = digits.count == 11 && digits.first == "1"
    var rest = digits
    var groups: [Substring] = []
    if hasCountry { groups.append(rest.prefix(1)) }
    rest = rest.dropFirst(groups.count)
    while rest.count > 4 {
      groups.append(rest.prefix(3))
      rest = rest.dropFirst(3)
    }
    return groups + [rest]
  }
}
