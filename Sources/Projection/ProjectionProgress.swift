internal import Dispatch
internal import Journal
internal import Synchronization

/// What a projection's thread and everybody else say to each other.
final class ProjectionProgress: Sendable {
  private struct State {
    var statistics = ProjectionStatistics()
    /// Everything up to this number of the journal is in the store, parked or unreadable.
    var reached: UInt64 = 0
    /// When what was reached was what was durable, on the monotonic clock.
    var caughtUpAt = MonotonicNanoseconds.now
    /// Not to be waited beyond, on the same clock; nil: go on.
    var end: Int64?
    var isHurried = false
  }

  private let state = Mutex(State())
  private let bell = DispatchSemaphore(value: 0)

  var statistics: ProjectionStatistics { state.withLock { $0.statistics } }
  var reached: UInt64 { state.withLock { $0.reached } }

  func lag(durable: UInt64) -> ProjectionLag {
    state.withLock { state in
      guard state.reached < durable else { return ProjectionLag(records: 0, seconds: 0) }
      let behind = max(0, MonotonicNanoseconds.now - state.caughtUpAt)
      return ProjectionLag(records: durable - state.reached, seconds: Double(behind) / 1e9)
    }
  }

  func hurry() {
    state.withLock { $0.isHurried = true }
    bell.signal()
  }

  func stop(within milliseconds: Int) {
    let end = MonotonicNanoseconds.now + Int64(max(0, milliseconds)) * 1_000_000
    state.withLock { state in state.end = min(state.end ?? .max, end) }
    bell.signal()
  }

  // MARK: The thread's side

  var isStopping: Bool { state.withLock { $0.end != nil } }
  var isOutOfTime: Bool { state.withLock { $0.end.map { $0 <= MonotonicNanoseconds.now } ?? false } }

  func note(_ change: (inout ProjectionStatistics) -> Void) { state.withLock { change(&$0.statistics) } }

  /// - Parameter time: when `number` was what was durable; nil when more was.
  func reach(_ number: UInt64, at time: Int64?) {
    state.withLock { state in
      state.reached = max(state.reached, number)
      if let time { state.caughtUpAt = max(state.caughtUpAt, time) }
    }
  }

  /// Waits, unless somebody is in a hurry; not beyond the end.
  func pause(milliseconds: Int) {
    let left = state.withLock { state -> Int64 in
      if state.isHurried {
        state.isHurried = false
        return 0
      }
      let left = state.end.map { max(0, ($0 - MonotonicNanoseconds.now) / 1_000_000 + 1) } ?? .max
      return min(left, Int64(milliseconds))
    }
    if left > 0 { _ = bell.wait(timeout: .now() + .milliseconds(Int(left))) }
  }
}
