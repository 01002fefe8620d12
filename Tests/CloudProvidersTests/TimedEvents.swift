import Audio
import Synchronization

/// What came of something and when, and whether two threads told it at the same time.
final class TimedEvents<Event: Sendable>: Sendable {
  private struct State {
    var events: [(at: MediaTime, event: Event)] = []
    var telling = 0
    var overlaps = 0
  }

  private let state = Mutex(State())
  private let now: @Sendable () -> MediaTime

  init(now: @escaping @Sendable () -> MediaTime) { self.now = now }

  func note(_ event: Event) {
    let at = now()
    state.withLock { state in
      state.telling += 1
      if state.telling > 1 { state.overlaps += 1 }
    }
    state.withLock { state in
      state.events.append((at, event))
      state.telling -= 1
    }
  }

  var timed: [(at: MediaTime, event: Event)] { state.withLock { $0.events } }
  var events: [Event] { timed.map(\.event) }
  var overlaps: Int { state.withLock { $0.overlaps } }

  /// Waits until `isDone`, at most `seconds`.
  @discardableResult
  func wait(seconds: Double = 15, until isDone: ([Event]) -> Bool) async -> Bool {
    let limit = ContinuousClock.now + .seconds(seconds)
    while !isDone(events) {
      guard ContinuousClock.now < limit else { return false }
      // Many cells wait side by side on few threads: none of them may be blocked.
      try? await Task.sleep(for: .milliseconds(5))
    }
    return true
  }
}
