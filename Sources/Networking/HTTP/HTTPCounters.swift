internal import Synchronization

/// Written by the HTTP thread, read by any.
final class HTTPCounters: Sendable {
  let open = Atomic<Int>(0)
  let opened = Atomic<Int>(0)
  let reused = Atomic<Int>(0)
  let requests = Atomic<Int>(0)
  let active = Atomic<Int>(0)
  let sent = Atomic<Int>(0)
  let received = Atomic<Int>(0)

  /// One writer, so a load and a store are enough.
  static func add(_ amount: Int, to counter: borrowing Atomic<Int>) {
    counter.store(counter.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
  }
}
