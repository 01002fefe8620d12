public import Audio
internal import Dispatch
internal import Synchronization

/// Runs closures at their time, in order of time, on one thread for all simulated providers.
///
/// A heap under a mutex and a thread that sleeps until the earliest entry: a thousand calls need one timer
/// thread, not a thousand.
public final class TimerThread: Sendable {
  private struct Entry {
    let due: UInt64
    let order: UInt64
    let body: @Sendable () -> Void
  }
  private struct State {
    var heap: [Entry] = []
    var nextOrder: UInt64 = 0
    var isStopped = false
  }
  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)

  public init() {
    let thread = DispatchQueue(label: "simulated-providers", qos: .userInitiated)
    thread.async { [self] in run() }
  }

  public func stop() {
    state.withLock { $0.isStopped = true }
    wake.signal()
  }

  /// Runs `body` on the timer's thread `delay` from now.
  public func schedule(after delay: MediaTime, _ body: @escaping @Sendable () -> Void) {
    let due = DispatchTime.now().uptimeNanoseconds &+ UInt64(max(0, delay.nanoseconds))
    let isEarliest = state.withLock { state in
      let entry = Entry(due: due, order: state.nextOrder, body: body)
      state.nextOrder += 1
      state.heap.append(entry)
      Self.siftUp(&state.heap)
      return state.heap[0].order == entry.order
    }
    if isEarliest { wake.signal() }
  }

  private func run() {
    while true {
      let (body, due, stopped): ((@Sendable () -> Void)?, UInt64?, Bool) = state.withLock { state in
        guard !state.isStopped else { return (nil, nil, true) }
        guard let first = state.heap.first else { return (nil, nil, false) }
        guard first.due <= DispatchTime.now().uptimeNanoseconds else { return (nil, first.due, false) }
        return (Self.popFirst(&state.heap).body, nil, false)
      }
      if stopped { return }
      if let body {
        body()
      } else if let due {
        _ = wake.wait(timeout: DispatchTime(uptimeNanoseconds: due))
      } else {
        wake.wait()
      }
    }
  }

  private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
    (left.due, left.order) < (right.due, right.order)
  }

  private static func siftUp(_ heap: inout [Entry]) {
    var child = heap.count - 1
    while child > 0, precedes(heap[child], heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private static func popFirst(_ heap: inout [Entry]) -> Entry {
    heap.swapAt(0, heap.count - 1)
    let first = heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && precedes(heap[child], heap[least]) {
        least = child
      }
      guard least != parent else { return first }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
