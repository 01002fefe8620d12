internal import CoreMetrics
internal import Synchronization

/// A counter's series: whole steps are kept apart from fractions, so that none is lost to rounding.
final class CounterSeries: CounterHandler, FloatingPointCounterHandler, Sendable {
  private let whole = Atomic<UInt64>(0)
  private let fraction = AtomicDouble()
  private let rejected: RejectedValues

  init(rejected: RejectedValues) { self.rejected = rejected }

  var value: Double { Double(whole.load(ordering: .relaxed)) + fraction.value }

  /// A counter never goes back: a negative step is left out and counted as rejected.
  func increment(by amount: Int64) {
    guard amount >= 0 else { return rejected.count() }
    whole.wrappingAdd(UInt64(amount), ordering: .relaxed)
  }

  func increment(by amount: Double) {
    guard amount.isFinite, amount >= 0 else { return rejected.count() }
    fraction.add(amount)
  }

  func reset() {
    whole.store(0, ordering: .relaxed)
    fraction.set(0)
  }
}
