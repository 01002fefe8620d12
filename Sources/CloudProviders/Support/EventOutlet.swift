internal import Synchronization

/// Passes events to one receiver, one at a time and in order, from whatever threads they come.
///
/// The receiver is called without a lock held, so that it may call back; an event that another thread sends meanwhile
/// is passed on by the thread that is at it.
final class EventOutlet<Event: Sendable>: Sendable {
  private struct State {
    var waiting: [Event] = []
    var isPassing = false
    var isClosed = false
  }

  private let state = Mutex(State())
  private let receiver: @Sendable (Event) -> Void

  init(_ receiver: @escaping @Sendable (Event) -> Void) { self.receiver = receiver }

  func send(_ event: Event) {
    queue(event)
    pass()
  }

  /// Sends the last event; what is sent later goes nowhere.
  func finish(_ event: Event) {
    queue(event, isLast: true)
    pass()
  }

  /// Takes an event without passing it on yet: for who holds a lock that fixes the order.
  func queue(_ event: Event, isLast: Bool = false) {
    state.withLock { state in
      guard !state.isClosed else { return }
      state.waiting.append(event)
      state.isClosed = isLast
    }
  }

  /// Nothing more is passed on, not even what waits.
  func close() {
    state.withLock {
      $0.isClosed = true
      $0.waiting = []
    }
  }

  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Passes on what waits, unless another thread is at it.
  func pass() {
    guard
      state.withLock({ state in
        defer { state.isPassing = true }
        return !state.isPassing
      })
    else { return }
    while let event = next() { receiver(event) }
  }

  private func next() -> Event? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isPassing = false
        return nil
      }
      return state.waiting.removeFirst()
    }
  }
}
