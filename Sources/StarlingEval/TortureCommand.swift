import ArgumentParser
import Dispatch
import Foundation
import Synchronization

/// Kills the engine at random instants under live calls, and compares its database with what journal and callers know.
struct TortureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "torture", abstract: "kill -9 of the engine under live calls: is anything lost?",
    discussion: """
      Each run starts the engine with simulated providers on the data folder that the runs before left, lets
      callsim call it, kills it with SIGKILL at a random instant, and starts it again. Then every record that the
      journal had noted as durable, and every call that a caller knew to be up for longer than the window, must be
      in the database: once, in order, without gaps, and each call with an end.

      With --database postgres a PostgreSQL server of its own is started, behind a proxy, and each run also has one
      fault: --fault, once or several times, or else all four that befall a database. Every other time the engine is
      killed while the fault lasts; otherwise it has to get over it first. Faults that fill a disk mount a small one,
      which wants root; without it they are left out, and that is said.

      EXIT CODES
        0  nothing lost   1  something was, or the runs could not be held   64  wrong usage
      """)

  @Option(help: ArgumentHelp("The engine; the one beside this program when not given.", valueName: "FILE"))
  var starling: String?
  @Option(help: ArgumentHelp("callsim; the one beside this program when not given.", valueName: "FILE"))
  var callsim: String?
  @Option(help: ArgumentHelp("sqlite or postgres.", valueName: "KIND")) var database = DatabaseKind.sqlite
  @Option(
    help: ArgumentHelp(
      "server-killed, read-only, connections-cut, database-disk-full (these with postgres), or journal-disk-full.",
      valueName: "KIND")) var fault: [TortureFault] = []
  @Option(help: "How many times the engine is killed.") var runs = 200
  @Option(help: "Calls at the same time.") var calls = 50
  @Option(help: "The same seed draws the same instants and callers.") var seed: UInt64 = 1
  @Option(
    help: ArgumentHelp(
      "Before a kill, what may be lost: the journal's 20 ms, and what the machine needs to get to writing.",
      valueName: "MS")) var window = 250
  @Option(help: ArgumentHelp("Keep the data folder here, for a look after a loss.", valueName: "DIR"))
  var keep: String?

  func validate() throws {
    if database == .sqlite, fault.contains(where: TortureFault.ofDatabase.contains) {
      throw ValidationError("with --database sqlite the only fault is journal-disk-full")
    }
    guard (1...100_000).contains(runs) else { throw ValidationError("--runs wants 1 to 100000") }
    guard (1...2_000).contains(calls) else { throw ValidationError("--calls wants 1 to 2000") }
    guard (0...60_000).contains(window) else { throw ValidationError("--window wants 0 to 60000 ms") }
    for path in [starlingPath, callsimPath] where !FileManager.default.isExecutableFile(atPath: path) {
      throw ValidationError("there is no program \(path); `make build` builds it")
    }
  }

  private var starlingPath: String { starling ?? LoadOptions.neighbour("starling") }
  private var callsimPath: String { callsim ?? LoadOptions.neighbour("callsim") }

  func run() async throws {
    let folder =
      keep ?? FileManager.default.temporaryDirectory.path + "/starling-torture-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { if keep == nil { try? FileManager.default.removeItem(atPath: folder) } }
    // What it mounts and starts is gone before the folder is.
    try await hold(folder)
  }

  private func hold(_ folder: String) async throws {
    let signals = [SIGINT, SIGTERM].map(Self.remember)
    defer { for signal in signals { signal.cancel() } }
    guard var bench = try bench(folder) else { return }
    for run in 1...runs {
      try await bench.run(run)
      if Self.isInterrupted.load(ordering: .relaxed) { throw ExitCode(130) }
      if run % 10 == 0 || run == runs { print("\(run) kills: \(bench.tally.line)") }
    }
    try await bench.end()
    print("\n\(bench.tally.table)")
    for complaint in bench.tally.complaints.prefix(50) { complain(complaint) }
    guard bench.tally.complaints.isEmpty else { throw ExitCode(1) }
  }

  private static let isInterrupted = Atomic(false)

  /// A run goes to its end, so that nothing stays mounted or started.
  private static func remember(_ signal: Int32) -> any DispatchSourceSignal {
    Foundation.signal(signal, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: signal, queue: .global())
    source.setEventHandler { isInterrupted.store(true, ordering: .relaxed) }
    source.resume()
    return source
  }

  /// Nil when none of the faults that were asked for can be had here.
  private func bench(_ folder: String) throws -> TortureBench? {
    var faults = fault.isEmpty && database == .postgres ? TortureFault.ofDatabase : fault
    var store = TortureDatabase.sqlite
    if database == .postgres {
      let postgres = try TorturePostgres(folder: folder, seed: seed)
      store = .postgres(postgres)
      try LoadDatabase.migrate(starlingPath, store.environment, folder: folder)
      if let reason = postgres.withoutDisk { Self.leaveOut(.databaseDiskFull, of: &faults, reason) }
    }
    if faults.contains(.journalDiskFull), let reason = SmallDisk.refusal(in: folder) {
      Self.leaveOut(.journalDiskFull, of: &faults, reason)
    }
    if faults.isEmpty, !fault.isEmpty { return nil }
    return try TortureBench(
      starling: starlingPath, callsim: callsimPath, calls: calls, folder: folder, window: window, seed: seed,
      database: store, faults: faults)
  }

  private static func leaveOut(_ fault: TortureFault, of faults: inout [TortureFault], _ reason: String) {
    guard faults.contains(fault) else { return }
    faults.removeAll { $0 == fault }
    print("skipped: \(fault.rawValue) wants a small disk of its own: \(reason)")
  }
}
