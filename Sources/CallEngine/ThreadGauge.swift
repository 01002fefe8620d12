internal import Audio
internal import Glibc
internal import Synchronization

/// What can be seen of one of the engine's threads from outside: that it turns, how late, and what it costs.
final class ThreadGauge: Sendable {
  let name: String
  let lateness = LatenessHistogram()
  private let turns = Atomic<UInt64>(0)
  private let used = Atomic<Int64>(0)

  init(name: String) { self.name = name }

  /// By the thread itself, once a turn.
  func turned() {
    let (before, _) = turns.wrappingAdd(1, ordering: .relaxed)
    // A reading is a system call: every sixteenth turn is often enough.
    if before & 15 == 0 { used.store(Self.processorTime, ordering: .relaxed) }
  }

  var turnCount: UInt64 { turns.load(ordering: .relaxed) }

  /// Processor time of the thread as of its last reading.
  var processorTime: MediaTime { MediaTime(nanoseconds: used.load(ordering: .relaxed)) }

  /// Of the calling thread, in nanoseconds.
  private static var processorTime: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
