import Audio
import Foundation
import Journal
import Records
import Storage

/// One engine after the other on the same data folder, each killed but the last.
struct TortureBench {
  private let starling: String
  private let callsim: String
  private let calls: Int
  private let folder: String
  private let check: TortureCheck
  private let seed: UInt64
  private var random: VADRandom
  /// The last number of the journal that was compared.
  private var compared: UInt64 = 0
  private(set) var tally = TortureTally()
  private var last: Killed?

  /// What is known of a run that awaits its comparison.
  private struct Killed {
    var since: Int64
    var at: Int64
    var log: TortureLog
    var durable: [JournalEntry]
  }

  init(starling: String, callsim: String, calls: Int, folder: String, window: Int, seed: UInt64) {
    self.starling = starling
    self.callsim = callsim
    self.calls = calls
    self.folder = folder
    self.seed = seed
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
    try await Task.sleep(for: .milliseconds(300 + Int(random.uniform() * 4_700)))
    guard callers.isRunning else { throw LoadFailure("callsim ended before the engine was killed") }
    let killedAt = MonotonicNanoseconds.now
    kill(engine.identifier, SIGKILL)
    engine.stop()
    end(callers)
    let durable = try TortureCheck.durable(folder, after: compared)
    compared = durable.last?.number ?? compared
    tally.kills += 1
    last = Killed(since: since, at: killedAt, log: TortureLog(path: log), durable: durable)
  }

  /// Starts once more, compares, stops in good order: nothing may be left to store.
  mutating func end() async throws {
    let engine = try await start()
    engine.stop()
    let entries = try TortureCheck.durable(folder, after: 0)
    let cursor = try store().cursor()
    tally.backlog = (entries.last?.number ?? 0) - min(cursor, entries.last?.number ?? 0)
    if tally.backlog > 0 {
      tally.complaints.append("\(tally.backlog) records are left after a clean shutdown")
    }
    let parked = try store().parked(limit: 1_000)
    for record in parked { tally.complaints.append("record \(record.number) is parked: \(record.reason)") }
  }

  /// Starts an engine, and compares what the one before it left; it has caught up when it takes calls.
  private mutating func start() async throws -> EngineProcess {
    let began = MonotonicNanoseconds.now
    let engine = try await EngineProcess(
      starling, maxCalls: calls * 2, folder: folder, certificate: nil)
    tally.slowestStart = max(tally.slowestStart, Double(MonotonicNanoseconds.now - began) / 1e9)
    do {
      if let last {
        try check.compare(
          try store(), durable: last.durable, log: last.log, since: last.since, killedAt: last.at,
          into: &tally)
      }
      last = nil
      return engine
    } catch {
      engine.stop()
      throw error
    }
  }

  private func store() throws -> any RecordStore { try CallStore.reading(path: "\(folder)/starling.sqlite") }

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
