/// How long each kind of data is kept: `transcripts=90d,recordings=30d`. What is not named is kept forever.
public struct RetentionPolicy: Sendable, Equatable {
  /// Milliseconds, one minute to a hundred years.
  public private(set) var milliseconds: [RetainedKind: Int64] = [:]

  private static let units: [(suffix: Character, milliseconds: Int64)] = [
    ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
  ]
  private static let longest: Int64 = 36_525 * 86_400_000

  public init() {}

  /// Reads what a person wrote; nil when a kind is unknown or named twice, or a time is none. `wanted` says what is.
  public init?(_ text: String) {
    if text.isEmpty { return }
    var seen: Set<RetainedKind> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map { Self.trimmed($0) }
      guard sides.count == 2, let kind = RetainedKind(rawValue: sides[0]), seen.insert(kind).inserted else {
        return nil
      }
      if sides[1] == "forever" { continue }
      guard let time = Self.time(sides[1]) else { return nil }
      milliseconds[kind] = time
    }
  }

  /// Ends the sentence "it wants …".
  public static var wanted: String {
    "KIND=TIME with commas between: the kinds are "
      + RetainedKind.allCases.map(\.rawValue).joined(separator: ", ")
      + "; times are such as 90d, 12h, 30m (1m to 36525d) or forever"
  }

  public var isEmpty: Bool { milliseconds.isEmpty }

  /// As it would be written: what `init` takes back.
  public var text: String {
    RetainedKind.allCases.compactMap { kind in
      milliseconds[kind].map { time in
        let unit = Self.units.last { time % $0.milliseconds == 0 } ?? Self.units[0]
        return "\(kind.rawValue)=\(time / unit.milliseconds)\(unit.suffix)"
      }
    }.joined(separator: ",")
  }

  private static func time(_ text: String) -> Int64? {
    guard let unit = units.first(where: { $0.suffix == text.last }), text.utf8.count <= 12,
      text.dropLast().utf8.allSatisfy({ (48...57).contains($0) }), let count = Int64(text.dropLast())
    else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit.milliseconds)
    return overflow || !(units[0].milliseconds...longest).contains(product) ? nil : product
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
