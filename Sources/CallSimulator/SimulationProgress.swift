internal import Dispatch
internal import Synchronization

/// What the loop's thread tells the one who waits for the simulation.
final class SimulationProgress: Sendable {
  struct State {
    var live = 0
    var report = SimulationReport()
    var failure: String?
    var isFinished = false
    var recording: ([Int16], [Int16])?
  }
  private let state = Mutex(State())
  private let updates = Atomic<Int>(0)

  func update(live: Int, report: SimulationReport) {
    // Twice a second is enough for people; the long lists stay with their owner, who would copy them otherwise.
    guard updates.add(1, ordering: .relaxed).newValue % 100 == 0 else { return }
    var short = report
    short.calls = []
    short.verdict.responses = []
    short.verdict.clears = []
    state.withLock { [short] in
      $0.live = live
      $0.report = short
    }
  }

  func fail(_ reason: String) { state.withLock { $0.failure = reason } }

  func finish(_ report: SimulationReport) {
    state.withLock {
      $0.report = report
      $0.isFinished = true
    }
  }

  func keep(recording: ([Int16], [Int16])) { state.withLock { $0.recording = recording } }

  var current: State { state.withLock { $0 } }
}
