import ControlPlane
import PrometheusMetrics
import Synchronization

/// An engine's state as the test wants it.
final class FakeState: AdminState {
  struct Values: Sendable {
    var refusal: String?
    var stuckThread: String?
    var calls: [AdminCall] = []
  }

  let registry = PrometheusRegistry()
  private let values = Mutex(Values())

  init() { registry.addCollector { [.gauge("fake_level", "A level.", 7)] + ProcessFigures.families() } }

  func set(_ change: @Sendable (inout Values) -> Void) { values.withLock { change(&$0) } }

  var refusal: String? { values.withLock { $0.refusal } }
  var stuckThread: String? { values.withLock { $0.stuckThread } }
  var calls: [AdminCall] { values.withLock { $0.calls } }
  var metrics: String { registry.render() }
}
