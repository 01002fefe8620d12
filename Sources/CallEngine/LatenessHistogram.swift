internal import Audio
public import PrometheusMetrics

/// How late a thread's wake-ups were, counted in buckets that double from 0.25 ms. Lock-free.
public final class LatenessHistogram: Sendable {
  private let histogram = AtomicHistogram(bounds: MetricBuckets.lateness)

  init() {}

  /// A wake-up before its time is not late.
  func record(_ lateness: MediaTime) { histogram.record(max(.zero, lateness).seconds) }

  public var snapshot: HistogramSnapshot { histogram.snapshot }
}
