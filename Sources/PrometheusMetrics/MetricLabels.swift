/// The labels of one series, ready for the text format: `reason="full",worker="0"`.
///
/// Sorted by name, so that the order in which they are given makes no other series. Of two labels of one name the
/// first one counts. Values are escaped; one longer than 120 characters is cut, so that a hostile one costs no
/// more than an honest one.
public struct MetricLabels: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// Characters of a value that are kept.
  public static let longestValue = 120

  let text: String

  public init(_ labels: some Sequence<(String, String)>) {
    var named: [String: String] = [:]
    for (name, value) in labels {
      let name = MetricName.label(name)
      if named[name] == nil { named[name] = Self.escaped(value) }
    }
    text = named.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",")
  }

  public init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

  private static func escaped(_ value: String) -> String {
    var result = ""
    for character in value.unicodeScalars.prefix(longestValue) {
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      // Prometheus' own parser takes a zero byte for the end of the text.
      case "\0": result += "\u{FFFD}"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
