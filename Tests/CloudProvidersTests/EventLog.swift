import Foundation

/// What came of something, in the order in which it came; waits for more, at most 20 s.
///
/// Sound as `Sendable`: all is under the condition's lock.
final class EventLog<Event: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private var all: [Event] = []
  private var isBusy = false
  private var overlaps = 0

  var events: [Event] { condition.withLock { all } }
  /// Events that came while another was still being told: there must be none.
  var overlapping: Int { condition.withLock { overlaps } }

  func note(_ event: Event) {
    condition.withLock {
      if isBusy { overlaps += 1 }
      isBusy = true
    }
    condition.withLock {
      all.append(event)
      isBusy = false
      condition.broadcast()
    }
  }

  /// Waits until `isDone`; answers whether it came to that.
  @discardableResult
  func wait(_ seconds: Double = 20, until isDone: ([Event]) -> Bool) -> Bool {
    let end = Date(timeIntervalSinceNow: seconds)
    return condition.withLock {
      while !isDone(all) {
        if !condition.wait(until: end) { return isDone(all) }
      }
      return true
    }
  }
}
