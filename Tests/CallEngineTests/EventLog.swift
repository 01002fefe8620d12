import Synchronization

/// Everything that happened, in order, for a test to wait on from any thread.
final class EventLog<Event: Sendable>: Sendable {
  private struct State {
    var events: [Event] = []
    var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
    var lastWaiter = 0
  }
  private let state = Mutex(State())

  var events: [Event] { state.withLock { $0.events } }

  func append(_ event: Event) {
    let waiting = state.withLock { state in
      state.events.append(event)
      return Array(state.waiting.values)
    }
    for waiter in waiting { waiter.yield() }
  }

  /// Returns as soon as `isMet` answers true of all events; false when it does not within the limit, which is a
  /// failure and not a measure.
  func wait(seconds: Double = 20, until isMet: @Sendable ([Event]) -> Bool) async -> Bool {
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let number = state.withLock { state in
      state.lastWaiter += 1
      state.waiting[state.lastWaiter] = continuation
      return state.lastWaiter
    }
    let alarm = Task {
      try await Task.sleep(for: .seconds(seconds))
      continuation.finish()
    }
    defer {
      alarm.cancel()
      state.withLock { _ = $0.waiting.removeValue(forKey: number) }
    }
    if isMet(events) { return true }
    for await _ in stream where isMet(events) { return true }
    return isMet(events)
  }
}
