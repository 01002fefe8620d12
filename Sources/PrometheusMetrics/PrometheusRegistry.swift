internal import Synchronization

/// A backend for swift-metrics that Prometheus can read.
///
/// Counters, meters, recorders and timers made through it update plain atomics; the registry's lock is taken only
/// where a metric is made or destroyed, and at a scrape. What is counted elsewhere joins at the scrape through
/// `addCollector`.
///
/// | swift-metrics | Prometheus |
/// |---|---|
/// | counter, floating-point counter | counter, `_total` |
/// | meter, gauge (recorder that does not aggregate) | gauge |
/// | recorder | histogram with fixed buckets |
/// | timer | histogram in `_seconds` |
///
/// Bounded: at most `maxSeries` series a name (labels beyond that are counted together in the series
/// `overflow="true"`) and at most `maxNames` names; a metric whose name is taken by another kind, or that finds no
/// room, works but is not shown, and is counted in `metrics_unshown_total`.
public final class PrometheusRegistry: Sendable {
  public typealias Collector = @Sendable () -> [MetricFamily]

  let maxSeries: Int
  let maxNames: Int
  let rejected = RejectedValues()
  let unshown = RejectedValues()
  let state = Mutex(State())

  struct State {
    var families: [String: Family] = [:]
    var descriptions: [String: Description] = [:]
    var collectors: [Collecting] = []
  }

  struct Family {
    let kind: MetricKind
    let bounds: [Double]
    var series: [MetricLabels: Series] = [:]
    /// Takes what comes with labels beyond the bound.
    var overflow: Series?
  }

  struct Description {
    var help: String
    var bounds: [Double]?
  }

  /// A class around the closure: a function value that is kept in a generic container is wrapped once more at
  /// every access.
  final class Collecting: Sendable {
    let collect: Collector
    init(_ collect: @escaping Collector) { self.collect = collect }
  }

  enum Series: Sendable {
    case counter(CounterSeries)
    case gauge(GaugeSeries)
    case histogram(HistogramSeries)

    var value: MetricSample.Value {
      switch self {
      case .counter(let series): .number(series.value)
      case .gauge(let series): .number(series.value)
      case .histogram(let series): .histogram(series.histogram.snapshot)
      }
    }

    var handler: AnyObject {
      switch self {
      case .counter(let series): series
      case .gauge(let series): series
      case .histogram(let series): series
      }
    }
  }

  /// - Parameters:
  ///   - maxSeries: label sets a name may have, at least 1.
  ///   - maxNames: names there may be, at least 1.
  public init(maxSeries: Int = 200, maxNames: Int = 500) {
    self.maxSeries = max(1, maxSeries)
    self.maxNames = max(1, maxNames)
  }

  /// Says what a metric means and, for a histogram, in which buckets it is counted. Bounds hold for what is made
  /// afterwards.
  ///
  /// - Parameter name: the metric's name as it will be shown.
  public func describe(_ name: String, help: String, bounds: [Double]? = nil) {
    state.withLock { $0.descriptions[name] = Description(help: help, bounds: bounds) }
  }

  /// Has `collect` asked at every scrape, on the thread that scrapes.
  public func addCollector(_ collect: @escaping Collector) {
    let collecting = Collecting(collect)
    state.withLock { $0.collectors.append(collecting) }
  }

  /// Everything as it stands: first what was made here, then what the collectors say.
  public func families() -> [MetricFamily] {
    let (own, collectors) = state.withLock { state in (Self.families(of: state), state.collectors) }
    // Outside the lock: a collector may make metrics itself.
    return own + housekeeping + collectors.flatMap { $0.collect() }
  }

  /// The scrape's answer.
  public func render() -> String { PrometheusText.render(families()) }

  private static func families(of state: State) -> [MetricFamily] {
    state.families.map { name, family in
      var samples = family.series.sorted { $0.key.text < $1.key.text }.map { labels, series in
        sample(series, labels)
      }
      if let overflow = family.overflow { samples.append(sample(overflow, ["overflow": "true"])) }
      return MetricFamily(
        name, family.kind, help: state.descriptions[name]?.help ?? "No description.", samples)
    }
  }

  private static func sample(_ series: Series, _ labels: MetricLabels) -> MetricSample {
    var sample = MetricSample(0, labels: labels)
    sample.value = series.value
    return sample
  }

  private var housekeeping: [MetricFamily] {
    [
      .counter(
        "metrics_rejected_values", "Values left out: not finite, or a counter's step back.",
        [MetricSample(rejected.total)]),
      .counter(
        "metrics_unshown", "Metrics made under a name of another kind, or beyond the bound on names.",
        [MetricSample(unshown.total)]),
    ]
  }
}
