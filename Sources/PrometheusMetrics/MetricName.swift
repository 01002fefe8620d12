/// Names as the text format allows them: `[a-zA-Z_:][a-zA-Z0-9_:]*`, for labels without the colon.
enum MetricName {
  /// Longer names are cut.
  static let longest = 160

  /// A metric's name; what is not allowed becomes `_`, a counter ends in `_total`.
  static func metric(_ name: String, kind: MetricKind) -> String {
    var cleaned = clean(name, allowsColon: true)
    if kind == .counter, !cleaned.hasSuffix("_total") { cleaned += "_total" }
    return cleaned
  }

  /// A label's name. `le` is the histogram's own, and two underscores in front are Prometheus' own.
  static func label(_ name: String) -> String {
    let cleaned = clean(name, allowsColon: false)
    return cleaned == "le" || cleaned.hasPrefix("__") ? "exported_" + cleaned : cleaned
  }

  private static func clean(_ name: String, allowsColon: Bool) -> String {
    var cleaned = ""
    for character in name.unicodeScalars.prefix(longest) {
      switch character {
      case "a"..."z", "A"..."Z", "_": cleaned.unicodeScalars.append(character)
      case ":" where allowsColon: cleaned.unicodeScalars.append(character)
      case "0"..."9":
        if cleaned.isEmpty { cleaned = "_" }
        cleaned.unicodeScalars.append(character)
      default: cleaned += "_"
      }
    }
    return cleaned.isEmpty ? "_" : cleaned
  }
}
