import Audio
import Providers
import Synchronization

/// A clock that goes on only when it is told to, from alarm to alarm.
final class VirtualAlarms: Alarms {
  private struct Entry {
    let due: MediaTime
    let order: Int
    let work: @Sendable () -> Void
  }
  private struct State {
    var now = MediaTime.zero
    var entries: [Entry] = []
    var order = 0
  }
  private final class Handle: Cancellable {
    let cancelled = Atomic<Bool>(false)
    func cancel() { cancelled.store(true, ordering: .relaxed) }
  }
  private let state = Mutex(State())

  var now: MediaTime { state.withLock { $0.now } }

  func after(_ delay: MediaTime, _ work: @escaping @Sendable () -> Void) -> any Cancellable {
    let handle = Handle()
    state.withLock { state in
      state.order += 1
      state.entries.append(
        Entry(due: state.now + max(.zero, delay), order: state.order) {
          if !handle.cancelled.load(ordering: .relaxed) { work() }
        })
    }
    return handle
  }

  /// Everything that is due by `end`, in order of time.
  func run(until end: MediaTime) {
    while true {
      let work: (@Sendable () -> Void)? = state.withLock { state in
        let first = state.entries.indices.min { a, b in
          (state.entries[a].due, state.entries[a].order) < (state.entries[b].due, state.entries[b].order)
        }
        guard let first, state.entries[first].due <= end else {
          state.now = max(state.now, end)
          return nil
        }
        let entry = state.entries.remove(at: first)
        state.now = max(state.now, entry.due)
        return entry.work
      }
      guard let work else { return }
      work()
    }
  }
}
