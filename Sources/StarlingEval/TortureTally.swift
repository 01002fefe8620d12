/// What the runs came to.
struct TortureTally {
  /// What the runs with one kind of fault came to.
  struct Fault {
    var runs = 0
    /// Runs in which the engine reported it.
    var felt = 0
    /// Runs in which the engine was killed before it was healed.
    var lastedUntilKill = 0
    var recordsDurable = 0
    var callsStored = 0
    var lost = 0
    var repeated = 0
    var outOfOrder = 0
    /// Seconds from the healing until the database had everything, with the engine that had suffered it.
    var slowestRecovery = 0.0
  }

  var faults: [TortureFault: Fault] = [:]
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
  /// Records in memory while the journal's disk was full, at most, and those that found no room there.
  var mostWaiting = 0
  var recordsRefused = 0
  var slowestStart = 0.0
  /// Nanoseconds by which the machine was late at most, and the window longer.
  var latest: Int64 = 0
  /// Each loss, for people.
  var complaints: [String] = []

  /// Adds what came since `before` to the fault's row.
  mutating func note(_ fault: TortureFault?, since before: TortureTally) {
    guard let fault else { return }
    var row = faults[fault] ?? Fault()
    row.runs += 1
    row.recordsDurable += recordsDurable - before.recordsDurable
    row.callsStored += callsStored - before.callsStored
    row.lost +=
      recordsLost - before.recordsLost + callsLost - before.callsLost + endsLost - before.endsLost
    row.repeated += repeated - before.repeated
    row.outOfOrder += outOfOrder - before.outOfOrder
    faults[fault] = row
  }

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
      ("most records in memory, the journal's disk full", "\(mostWaiting)"),
      ("  that found no room there, each told by its call", "\(recordsRefused)"),
      ("machine late at most: the window is so much longer", "\(latest / 1_000_000) ms"),
      ("slowest start, catching up included", "\(Int(slowestStart * 1_000)) ms"),
    ]
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { "  \($0.0)\(String(repeating: " ", count: width - $0.0.count))  \($0.1)" }
      .joined(separator: "\n") + faultTable
  }

  private var faultTable: String {
    if faults.isEmpty { return "" }
    let head = [
      "fault", "runs", "felt", "killed in it", "calls", "records", "lost", "twice", "out of order",
      "slowest recovery",
    ]
    let rows = TortureFault.allCases.compactMap { kind -> [String]? in
      guard let row = faults[kind] else { return nil }
      let counts = [
        row.runs, row.felt, row.lastedUntilKill, row.callsStored, row.recordsDurable, row.lost, row.repeated,
        row.outOfOrder,
      ]
      return [kind.rawValue] + counts.map { "\($0)" } + ["\(Int(row.slowestRecovery * 1_000)) ms"]
    }
    let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
    let lines = ([head] + rows).map { row in
      zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
    }
    return "\n\n" + lines.map { "  \($0)" }.joined(separator: "\n")
  }
}
