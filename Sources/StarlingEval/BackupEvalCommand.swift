import ArgumentParser
import Foundation

/// Backs an engine up under live calls, kills it, loses what it had, and measures what comes back and how soon.
struct BackupEvalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Backup under live calls, loss, restore: what is lost, how soon does it serve?",
    discussion: """
      Each run starts the engine with simulated providers, lets callsim call it, takes a backup with `starling backup`,
      lets calls go on, kills the engine with SIGKILL, and loses its data: once the whole data folder (and the database),
      once the database alone, with the journal intact. Then `starling restore` and a start are measured. DATABASE_URL
      may name an empty PostgreSQL database for it, which is emptied again.

      EXIT CODES
        0  nothing lost that was durable when the backup began, and with the journal nothing at all   1  something was, or
        the runs could not be held   64  wrong usage
      """)

  @Option(help: ArgumentHelp("The engine; the one beside this program when not given.", valueName: "FILE"))
  var starling: String?
  @Option(help: ArgumentHelp("callsim; the one beside this program when not given.", valueName: "FILE"))
  var callsim: String?
  @Option(help: "Calls at the same time.") var calls = 50
  @Option(help: "Seconds of calls before the backup, and between it and the loss.") var seconds = 10.0

  private var starlingPath: String { starling ?? LoadOptions.neighbour("starling") }
  private var callsimPath: String { callsim ?? LoadOptions.neighbour("callsim") }

  func validate() throws {
    guard (1...2_000).contains(calls) else { throw ValidationError("--calls wants 1 to 2000") }
    guard (1...3_600).contains(seconds) else { throw ValidationError("--seconds wants 1 to 3600") }
    for path in [starlingPath, callsimPath] where !FileManager.default.isExecutableFile(atPath: path) {
      throw ValidationError("there is no program \(path); `make build` builds it")
    }
  }

  func run() async throws {
    print(
      "loss            backup    restore  start    serving after  records  lost  of them before the backup"
    )
    var isSound = true
    for loss in BackupBench.Loss.allCases {
      let bench = try BackupBench(
        starling: starlingPath, callsim: callsimPath, calls: calls, seconds: seconds)
      let run = try await bench.run(loss)
      print(run.line)
      isSound = isSound && run.lostBefore == 0 && (loss == .everything || run.lost == 0)
    }
    guard isSound else { throw ExitCode(1) }
  }
}
