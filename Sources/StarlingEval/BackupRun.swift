import Foundation

/// What one loss came to.
struct BackupRun {
  var loss: BackupBench.Loss
  /// Seconds.
  var backup = 0.0
  var restore = 0.0
  var start = 0.0
  /// Records that were durable when the engine was killed, those that did not come back, and those of them that were
  /// durable before the backup began.
  var durable = 0
  var lost = 0
  var lostBefore = 0

  var line: String {
    let name = loss.rawValue.padding(toLength: 16, withPad: " ", startingAt: 0)
    let times = [backup, restore, start, restore + start].map { String(format: "%.2f s", $0) }
    return
      "\(name)\(times[0])    \(times[1])   \(times[2])   \(times[3])         \(durable)     \(lost)     \(lostBefore)"
  }
}
