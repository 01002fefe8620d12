/// One series of a metric, as it stands.
public struct MetricSample: Sendable, Equatable {
  public enum Value: Sendable, Equatable {
    /// Of a counter or gauge, in the base unit.
    case number(Double)
    case histogram(HistogramSnapshot)
  }

  public var labels: MetricLabels
  public var value: Value

  public init(_ value: Double, labels: MetricLabels = [:]) {
    self.labels = labels
    self.value = .number(value)
  }

  public init(_ value: Int, labels: MetricLabels = [:]) { self.init(Double(value), labels: labels) }

  public init(_ histogram: HistogramSnapshot, labels: MetricLabels = [:]) {
    self.labels = labels
    value = .histogram(histogram)
  }
}
