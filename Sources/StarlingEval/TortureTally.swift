/// What the runs came to.
struct TortureTally {
  var kills = 0
  /// Calls that callers began, and those that a database must have: begun or heard long enough before a kill.
  var callsStarted = 0
  var callsOwed = 0
  var callsStored = 0
  /// Nanoseconds before a kill at which the oldest call that is not stored began, and heard the agent.
  var oldestUnstored: Int64 = 0
  var oldestUnstoredHeard: Int64 = 0
  var callsKilled = 0
  /// Records that the journal had noted as durable when the engine was killed.
  var recordsDurable = 0
  var recordsLost = 0
  var callsLost = 0
  var repeated = 0
  var outOfOrder = 0
  var withoutEnd = 0
  /// Ends that a caller knew of long before the kill, and the database does not.
  var endsLost = 0
  var backlog: UInt64 = 0
  var slowestStart = 0.0
  /// Each loss, for people.
  var complaints: [String] = []

  var line: String {
    "\(callsStored) calls and \(recordsDurable) records compared, \(complaints.count) complaints"
  }

  var table: String {
    let rows: [(String, String)] = [
      ("kill -9 of the engine", "\(kills)"), ("calls that callers started", "\(callsStarted)"),
      ("calls owed: up for longer than the window", "\(callsOwed)"),
      ("calls in the database", "\(callsStored)"), ("  of these ended as engine_killed", "\(callsKilled)"),
      ("oldest call not in it: start before the kill", "\(oldestUnstored / 1_000_000) ms"),
      ("  agent heard before the kill", "\(oldestUnstoredHeard / 1_000_000) ms"),
      ("durable records compared", "\(recordsDurable)"), ("records lost beyond the window", "\(recordsLost)"),
      ("calls lost beyond the window", "\(callsLost)"), ("ends lost beyond the window", "\(endsLost)"),
      ("records stored twice", "\(repeated)"), ("records out of order or missing between", "\(outOfOrder)"),
      ("calls without an end", "\(withoutEnd)"), ("records left after a clean shutdown", "\(backlog)"),
      ("slowest start, catching up included", "\(Int(slowestStart * 1_000)) ms"),
    ]
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { "  \($0.0)\(String(repeating: " ", count: width - $0.0.count))  \($0.1)" }
      .joined(separator: "\n")
  }
}
