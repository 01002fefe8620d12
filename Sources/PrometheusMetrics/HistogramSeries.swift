internal import CoreMetrics

/// A recorder's or timer's series; timers are kept in seconds.
final class HistogramSeries: RecorderHandler, TimerHandler, Sendable {
  let histogram: AtomicHistogram
  private let rejected: RejectedValues

  init(bounds: [Double], rejected: RejectedValues) {
    histogram = AtomicHistogram(bounds: bounds)
    self.rejected = rejected
  }

  func record(_ value: Int64) { record(Double(value)) }
  func record(_ value: Double) {
    guard value.isFinite else { return rejected.count() }
    histogram.record(value)
  }
  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
