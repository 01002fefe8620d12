internal import Synchronization

/// What a loop has done since it started. Written by the loop's thread, read by any.
final class MediaLoopCounters: Sendable {
  let open = Atomic<Int>(0)
  let handshakes = Atomic<Int>(0)
  let accepted = Atomic<Int>(0)
  let refused = Atomic<Int>(0)
  let unheard = Atomic<Int>(0)
  let messagesIn = Atomic<Int>(0)
  let messagesOut = Atomic<Int>(0)
  let blockedWrites = Atomic<Int>(0)
  let turns = Atomic<Int>(0)

  /// One writer, so a load and a store are enough, and cheaper than a locked add.
  static func add(_ amount: Int, to counter: borrowing Atomic<Int>) {
    counter.store(counter.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
  }
}
