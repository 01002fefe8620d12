internal import Audio
internal import Dispatch
internal import Synchronization

/// Hands things from any thread to one that waits for them. Bounded: what finds no room is counted and gone.
///
/// `offer` holds a lock for one append, and never while anything else is done.
final class Inbox<Element: Sendable>: Sendable {
  private struct State {
    var elements: [Element] = []
    var refused = 0
    var isClosed = false
  }
  private let capacity: Int
  private let state = Mutex(State())
  private let bell = DispatchSemaphore(value: 0)

  init(capacity: Int) { self.capacity = capacity }

  /// - Parameter mustArrive: has room when nothing else has: for what there are few of.
  /// - Returns: whether it was taken.
  @discardableResult
  func offer(_ element: sending Element, mustArrive: Bool = false) -> Bool {
    let (isTaken, isFirst) = state.withLock { state -> (Bool, Bool) in
      guard mustArrive || !state.isClosed && state.elements.count < capacity else {
        state.refused += 1
        return (false, false)
      }
      state.elements.append(element)
      return (true, state.elements.count == 1)
    }
    if isFirst { bell.signal() }
    return isTaken
  }

  /// Everything that came, in order; waits at most `limit` for there to be something, forever if that is nil.
  func take(within limit: MediaTime?) -> [Element] {
    if let limit {
      _ = bell.wait(timeout: .now() + .nanoseconds(Int(clamping: max(0, limit.nanoseconds))))
    } else {
      bell.wait()
    }
    return state.withLock { state in
      let taken = state.elements
      state.elements = []
      return taken
    }
  }

  /// Takes only what must arrive from now on.
  func close() { state.withLock { $0.isClosed = true } }

  /// What found no room.
  var refused: Int { state.withLock { $0.refused } }
}
