import Audio
import Foundation
import Journal
import LoadReport
import Records

/// One engine after the other on the same data folder, each killed but the last.
struct TortureBench {
  private let starling: String
  private let callsim: String
  private let calls: Int
  let folder: String
  private let check: TortureCheck
  private let seed: UInt64
  let database: TortureDatabase
  /// Under the journal, when its room is to be taken away.
  let journalDisk: SmallDisk?
  let faults: [TortureFault]
  /// What is still to come of them before they are shuffled again.
  var deck: [TortureFault] = []
  /// Whether a kind of fault lasted until the kill when it came last.
  var lasted: [TortureFault: Bool] = [:]
  var random: VADRandom
  /// The last number of the journal that was compared.
  private(set) var compared: UInt64 = 0
  var tally = TortureTally()
  private var last: Killed?

  /// What is known of a run that awaits its comparison.
  private struct Killed {
    var since: Int64
    /// When what was appended last became durable, at the latest.
    var at: Int64
    var fault: TortureFault?
    var log: TortureLog
    var durable: [JournalEntry]
    /// Nanoseconds by which the machine was late.
    var late: Int64
  }

  /// - Parameters:
  ///   - folder: the engine's data folder.
  ///   - faults: one of them in each run, in an order drawn from the seed; none: only the engine is killed.
  init(
    starling: String, callsim: String, calls: Int, folder: String, window: Int, seed: UInt64,
    database: TortureDatabase, faults: [TortureFault]
  ) throws(LoadFailure) {
    self.starling = starling
    self.callsim = callsim
    self.calls = calls
    self.folder = folder
    self.seed = seed
    self.database = database
    self.faults = faults
    journalDisk =
      faults.contains(.journalDiskFull) ? try SmallDisk(path: "\(folder)/journal", megabytes: 64) : nil
    check = TortureCheck(window: Int64(window) * 1_000_000)
    random = VADRandom(seed: seed)
  }

  mutating func run(_ number: Int) async throws {
    let engine = try await start()
    defer { engine.stop() }
    let log = "\(folder)/callers.log"
    try? FileManager.default.removeItem(atPath: log)
    let since = Int64(Date().timeIntervalSince1970 * 1_000)
    let callers = try call(engine, seed: seed &* 100_000 &+ UInt64(number), log: log)
    defer { end(callers) }
    let fault = nextFault()
    try await sleep(from: 0.3, upTo: fault == nil ? 5 : 3)
    var durableUntil: Int64?
    if let fault { durableUntil = try await suffer(fault, engine) }
    guard callers.isRunning else { throw LoadFailure("callsim ended before the engine was killed") }
    let late = await lateness(of: engine)
    let killedAt = MonotonicNanoseconds.now
    kill(engine.identifier, SIGKILL)
    engine.stop()
    end(callers)
    if let fault, durableUntil != nil { try heal(fault) }
    let durable = try TortureCheck.durable(folder, after: compared)
    compared = durable.last?.number ?? compared
    tally.kills += 1
    last = Killed(
      since: since, at: fault == .journalDiskFull ? durableUntil ?? killedAt : killedAt, fault: fault,
      log: TortureLog(path: log), durable: durable, late: late)
  }

  /// What the machine adds to the window, as the engine itself had it in this run: its slowest journal sync, its latest
  /// tick, and how long it took to say so. None of it is the engine's to promise.
  private mutating func lateness(of engine: EngineProcess) async -> Int64 {
    let asked = MonotonicNanoseconds.now
    let page = await engine.metrics()
    let answer = MonotonicNanoseconds.now - asked
    let durable =
      page.series("starling_journal_durable_lag_seconds", label: "quantile").map(\.value).max() ?? 0
    // Beyond its last bound the histogram has no figure.
    let tick = page.quantile(1, ofHistogram: "starling_tick_lateness_seconds") ?? 1
    let late = answer + Int64((durable + tick) * 1e9)
    tally.latest = max(tally.latest, late)
    return late
  }

  /// Starts once more, compares, stops in good order: nothing may be left to store.
  mutating func end() async throws {
    let engine = try await start()
    engine.stop()
    let entries = try TortureCheck.durable(folder, after: 0)
    let cursor = try database.store(folder).cursor()
    tally.backlog = (entries.last?.number ?? 0) - min(cursor, entries.last?.number ?? 0)
    if tally.backlog > 0 {
      tally.complaints.append("\(tally.backlog) records are left after a clean shutdown")
    }
    let parked = try database.store(folder).parked(limit: 1_000)
    for record in parked { tally.complaints.append("record \(record.number) is parked: \(record.reason)") }
  }

  /// Starts an engine, and compares what the one before it left; it has caught up when it takes calls.
  private mutating func start() async throws -> EngineProcess {
    let began = MonotonicNanoseconds.now
    let engine = try await EngineProcess(
      starling, maxCalls: calls * 2, folder: folder, environment: database.environment)
    tally.slowestStart = max(tally.slowestStart, Double(MonotonicNanoseconds.now - began) / 1e9)
    do {
      if let last {
        let before = tally
        try check.compare(
          try database.store(folder), durable: last.durable, log: last.log, since: last.since,
          killedAt: last.at - last.late, into: &tally)
        tally.note(last.fault, since: before)
      }
      last = nil
      return engine
    } catch {
      engine.stop()
      throw error
    }
  }

  private func call(_ engine: EngineProcess, seed: UInt64, log: String) throws(LoadFailure) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: callsim)
    process.arguments = [
      "--url", engine.url, "--concurrent", "\(calls)", "--ramp", "500ms", "--duration", "120s",
      "--call-length",
      "2s", "--talk", "500ms", "--listen", "700ms", "--ending", "mix", "--seed", "\(seed)", "--call-log", log,
      "--quiet",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw LoadFailure("cannot run \(callsim): \(error.localizedDescription)")
    }
    return process
  }

  private func end(_ process: Process) {
    guard process.isRunning else { return }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
