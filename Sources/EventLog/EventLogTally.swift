internal import Synchronization

/// The counts behind `EventLogStatistics`.
final class EventLogTally: Sendable {
  let opened = Atomic<Int>(0)
  let truncated = Atomic<Int>(0)
  let failed = Atomic<Int>(0)
  let bytes = Atomic<Int>(0)

  var snapshot: EventLogStatistics {
    var statistics = EventLogStatistics()
    statistics.opened = opened.load(ordering: .relaxed)
    statistics.truncated = truncated.load(ordering: .relaxed)
    statistics.failed = failed.load(ordering: .relaxed)
    statistics.bytes = bytes.load(ordering: .relaxed)
    return statistics
  }
}
