/// A page of metrics in Prometheus' text form, read for the sums of its series.
///
/// Source: Prometheus exposition formats, text format 0.0.4. Lines that are not samples are passed over.
public struct MetricsPage: Equatable, Sendable {
  private var sums: [String: Double] = [:]

  public init(parsing text: String) {
    for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      guard let nameEnd = line.firstIndex(where: { $0 == "{" || $0 == " " }) else { continue }
      var rest = line[nameEnd...]
      if rest.first == "{" {
        guard let close = rest.lastIndex(of: "}") else { continue }
        rest = rest[rest.index(after: close)...]
      }
      // A time stamp may follow the value.
      guard let word = rest.split(separator: " ").first, let value = Double(word), value.isFinite else {
        continue
      }
      sums[String(line[..<nameEnd]), default: 0] += value
    }
  }

  /// The sum over all labels; nil when there is no such series.
  public func sum(_ name: String) -> Double? { sums[name] }
}
