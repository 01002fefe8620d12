/// The Prometheus text exposition format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/).
public enum PrometheusText {
  /// For the `Content-Type` header.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// Families in the order of their names, each once.
  ///
  /// Where two share a name the first one's kind and help count and the second's samples are added; a sample that
  /// is there already, is of the wrong kind, or whose name another family uses (`x_count` beside a histogram `x`)
  /// is left out: a scraper would refuse the whole text for it.
  public static func render(_ families: [MetricFamily]) -> String {
    var merged: [String: MetricFamily] = [:]
    for family in families {
      if merged[family.name] == nil {
        merged[family.name] = family
      } else if merged[family.name]?.kind == family.kind {
        merged[family.name]?.samples += family.samples
      }
    }
    let histograms = merged.values.filter { $0.kind == .histogram }
    let taken = Set(histograms.flatMap { ["\($0.name)_bucket", "\($0.name)_sum", "\($0.name)_count"] })
    var text = ""
    for family in merged.values.sorted(by: { $0.name < $1.name }) where !taken.contains(family.name) {
      render(family, into: &text)
    }
    return text
  }

  private static func render(_ family: MetricFamily, into text: inout String) {
    text += "# HELP \(family.name) \(escapedHelp(family.help))\n"
    text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
    var seen: Set<MetricLabels> = []
    for sample in family.samples {
      switch sample.value {
      case .number(let value) where family.kind != .histogram:
        guard seen.insert(sample.labels).inserted else { continue }
        line(family.name, sample.labels.text, number(value), into: &text)
      case .histogram(let histogram) where family.kind == .histogram:
        guard seen.insert(sample.labels).inserted else { continue }
        render(histogram, of: family.name, sample.labels.text, into: &text)
      case .number, .histogram: continue
      }
    }
  }

  private static func render(
    _ histogram: HistogramSnapshot, of name: String, _ labels: String, into text: inout String
  ) {
    let prefix = labels.isEmpty ? "" : labels + ","
    var below: UInt64 = 0
    for (index, bound) in histogram.bounds.enumerated() {
      below &+= histogram.counts[index]
      line("\(name)_bucket", "\(prefix)le=\"\(number(bound))\"", "\(below)", into: &text)
    }
    line("\(name)_bucket", "\(prefix)le=\"+Inf\"", "\(histogram.count)", into: &text)
    line("\(name)_sum", labels, number(histogram.sum), into: &text)
    line("\(name)_count", labels, "\(histogram.count)", into: &text)
  }

  private static func line(_ name: String, _ labels: String, _ value: String, into text: inout String) {
    text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
  }

  /// The shortest text that reads back as the same number.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    // Above 2^53 not every whole number is one of ours any more.
    if value == value.rounded(), value.magnitude < 9_007_199_254_740_992 { return "\(Int64(value))" }
    return "\(value)"
  }

  private static func escapedHelp(_ help: String) -> String {
    var result = ""
    for character in help.unicodeScalars {
      switch character {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\0": result += "\u{FFFD}"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
