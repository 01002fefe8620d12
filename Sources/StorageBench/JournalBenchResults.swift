import Foundation
import Journal

/// What was measured, and whether it is enough.
struct JournalBenchResults {
  var append = DurationCounts()
  var push = DurationCounts()
  /// Of the stage with paced appends, and of the one without.
  var paced = JournalStatistics()
  var pacedPerSecond = 0.0
  var statistics = JournalStatistics()
  var refused = 0
  var recordsPerSecond = 0.0
  var bytesPerSecond = 0.0
  var readPerSecond = 0.0
  var floorBytesPerSecond = 0.0

  var isEnough: Bool {
    recordsPerSecond >= 200_000 && append.quantile(0.5) < 300 && append.quantile(0.99) < 2_000 && refused == 0
  }

  var text: String {
    let milliseconds = { (nanoseconds: Int64) in String(format: "%.1f", Double(nanoseconds) / 1e6) }
    let sync = statistics.syncDuration
    let lag = paced.durabilityLag
    return """
      journal, records of \(JournalBench.payloadBytes) bytes
        append, two threads     p50 \(append.quantile(0.5)) ns   p99 \(append.quantile(0.99)) ns   \
      (under 300 and 2000)
        floor: one exchange     p50 \(push.quantile(0.5)) ns   p99 \(push.quantile(0.99)) ns
        sustained, group sync   \(Int(recordsPerSecond)) records/s   \
      \(Int(bytesPerSecond / 1e6)) MB/s   (at least 200000 records/s)
        floor: plain writes     \(Int(floorBytesPerSecond / 1e6)) MB/s   \
      (the journal: \(Int(100 * bytesPerSecond / max(1, floorBytesPerSecond))) %)
        syncs \(statistics.syncs)   p99 \(milliseconds(sync.quantile(0.99))) ms   \
      longest \(milliseconds(sync.longest)) ms
        append to durable, at \(Int(pacedPerSecond)) records/s
                                p50 \(milliseconds(lag.quantile(0.5))) ms   \
      p99 \(milliseconds(lag.quantile(0.99))) ms   longest \(milliseconds(lag.longest)) ms
        read back               \(Int(readPerSecond)) records/s
        refused \(refused)   \(isEnough ? "enough" : "NOT ENOUGH")
      """
  }
}
