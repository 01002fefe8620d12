internal import CoreMetrics

/// A gauge's series. It shows what it was last told, also when that was no number: the text format has `NaN` and
/// `+Inf`. A step that is not finite is left out, as nothing could be added to after it.
final class GaugeSeries: MeterHandler, RecorderHandler, Sendable {
  private let current = AtomicDouble()
  private let rejected: RejectedValues

  init(rejected: RejectedValues) { self.rejected = rejected }

  var value: Double { current.value }

  func set(_ value: Int64) { current.set(Double(value)) }
  func set(_ value: Double) { current.set(value) }
  func increment(by amount: Double) {
    guard amount.isFinite else { return rejected.count() }
    current.add(amount)
  }
  func decrement(by amount: Double) { increment(by: -amount) }
  func record(_ value: Int64) { set(value) }
  func record(_ value: Double) { set(value) }
}
