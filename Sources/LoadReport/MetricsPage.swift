/// A page of metrics in Prometheus' text form, read for the sums of its series and the quantiles of its histograms.
///
/// Source: Prometheus exposition formats, text format 0.0.4. Lines that are not samples are passed over.
public struct MetricsPage: Equatable, Sendable {
  private struct Sample: Equatable, Sendable {
    var labels: Substring
    var value: Double

    /// A histogram's bucket holds everything up to this.
    var upperBound: Double? {
      guard let start = labels.firstRange(of: "le=\"")?.upperBound else { return nil }
      let text = labels[start...].prefix { $0 != "\"" }
      return text == "+Inf" ? .infinity : Double(text)
    }
  }

  private var samples: [String: [Sample]] = [:]

  public init(parsing text: String) {
    for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      guard let nameEnd = line.firstIndex(where: { $0 == "{" || $0 == " " }) else { continue }
      var labels: Substring = ""
      var rest = line[nameEnd...]
      if rest.first == "{" {
        guard let close = rest.lastIndex(of: "}") else { continue }
        labels = rest[..<close].dropFirst()
        rest = rest[rest.index(after: close)...]
      }
      // A time stamp may follow the value.
      guard let word = rest.split(separator: " ").first, let value = Double(word), value.isFinite else {
        continue
      }
      samples[String(line[..<nameEnd]), default: []].append(Sample(labels: labels, value: value))
    }
  }

  /// The sum over all labels; nil when there is no such series.
  public func sum(_ name: String) -> Double? { samples[name]?.reduce(0) { $0 + $1.value } }

  /// The values of a family by one label, in the order of the page; series without it are left out.
  public func series(_ name: String, label: String) -> [(label: String, value: Double)] {
    (samples[name] ?? []).compactMap { sample in
      guard let start = sample.labels.firstRange(of: "\(label)=\"")?.upperBound else { return nil }
      return (String(sample.labels[start...].prefix { $0 != "\"" }), sample.value)
    }
  }

  /// A quantile (0 to 1) of a histogram over all its labels, as the bound of the bucket in which it lies; nil when
  /// there is no such histogram, nothing in it, or the quantile is beyond its last bound.
  public func quantile(_ quantile: Double, ofHistogram name: String) -> Double? {
    var counts: [Double: Double] = [:]
    for sample in samples["\(name)_bucket"] ?? [] {
      if let bound = sample.upperBound { counts[bound, default: 0] += sample.value }
    }
    guard let all = counts.values.max(), all > 0 else { return nil }
    return counts.filter { $0.value >= quantile * all && $0.key.isFinite }.keys.min()
  }
}
