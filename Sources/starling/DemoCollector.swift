import Audio
import CallCore
import CallEngine
import Conversation
import Synchronization

/// Passes everything on to the live view and keeps what the demo's verdict needs.
final class DemoCollector: EngineObserver {
  private let view: LiveView
  private let lastFlow = Mutex<FlowState?>(nil)

  init(view: LiveView) { self.view = view }

  var flow: FlowState? { lastFlow.withLock { $0 } }

  func callStarted(_ call: CallID, from: String, to: String, codec: String) {
    view.callStarted(call, from: from, to: to, codec: codec)
  }

  func observed(_ call: CallID, _ observation: CallObservation, at now: MediaTime) {
    if case .flow(let flow) = observation { lastFlow.withLock { $0 = flow } }
    view.observed(call, observation, at: now)
  }

  func callEnded(_ call: CallID, reason: EndReason, statistics: CallStatistics) {
    view.callEnded(call, reason: reason, statistics: statistics)
  }
}
