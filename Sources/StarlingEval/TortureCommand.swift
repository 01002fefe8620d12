import ArgumentParser
import Foundation

/// Kills the engine at random instants under live calls, and compares its database with what journal and callers know.
struct TortureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "torture", abstract: "kill -9 of the engine under live calls: is anything lost?",
    discussion: """
      Each run starts the engine with simulated providers on the data folder that the runs before left, lets
      callsim call it, kills it with SIGKILL at a random instant, and starts it again. Then every record that the
      journal had noted as durable, and every call that a caller knew to be up for longer than the window, must be
      in the database: once, in order, without gaps, and each call with an end.

      EXIT CODES
        0  nothing lost   1  something was, or the runs could not be held   64  wrong usage
      """)

  @Option(help: ArgumentHelp("The engine; the one beside this program when not given.", valueName: "FILE"))
  var starling: String?
  @Option(help: ArgumentHelp("callsim; the one beside this program when not given.", valueName: "FILE"))
  var callsim: String?
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
    var bench = TortureBench(
      starling: starlingPath, callsim: callsimPath, calls: calls, folder: folder, window: window, seed: seed)
    for run in 1...runs {
      try await bench.run(run)
      if run % 10 == 0 || run == runs { print("\(run) kills: \(bench.tally.line)") }
    }
    try await bench.end()
    print("\n\(bench.tally.table)")
    for complaint in bench.tally.complaints.prefix(50) { LoadBench.complain(complaint) }
    guard bench.tally.complaints.isEmpty else { throw ExitCode(1) }
  }
}
