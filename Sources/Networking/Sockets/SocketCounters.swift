internal import Synchronization

/// Written by the WebSocket thread, read by any.
final class SocketCounters: Sendable {
  let active = Atomic<Int>(0)
  let opened = Atomic<Int>(0)

  func add(_ amount: Int, to counter: borrowing Atomic<Int>) {
    counter.store(counter.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
  }
}
