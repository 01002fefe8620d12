import ArgumentParser
import CallSimulator
import Foundation
import LoadReport
import Synchronization

/// Thousands of short calls that end in every way a call can, and what is left of them.
struct ChurnCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "churn", abstract: "Very many short calls, and what is left of them.",
    discussion: """
      Starts the engine with simulated providers, has 500 callers at a time call it for a second or three and end \
      by a stop, a close, a reset, by vanishing, or by waiting for the agent to hang up; then looks for calls, \
      objects and memory that stayed. A second engine tells how many calls a second are accepted while 500 run.

      EXIT CODES
        0  nothing was left   1  something was   64  wrong usage
      """)

  @Option(help: ArgumentHelp("The engine; the one beside this program when not given.", valueName: "FILE"))
  var starling: String?
  @Option(help: ArgumentHelp("callsim; the one beside this program when not given.", valueName: "FILE"))
  var callsim: String?
  @Option(help: "Calls in all.") var calls = 20_000
  @Option(help: "Calls at the same time.") var concurrent = 500
  @Option(help: "Short calls opened as fast as possible while the others run.") var accept = 1_000

  private var starlingPath: String { starling ?? LoadOptions.neighbour("starling") }
  private var callsimPath: String { callsim ?? LoadOptions.neighbour("callsim") }

  func validate() throws {
    guard (1...10_000_000).contains(calls) else { throw ValidationError("--calls wants 1 to 10000000") }
    guard (1...5_000).contains(concurrent) else { throw ValidationError("--concurrent wants 1 to 5000") }
    guard (1...10_000).contains(accept) else { throw ValidationError("--accept wants 1 to 10000") }
    for path in [starlingPath, callsimPath] where !FileManager.default.isExecutableFile(atPath: path) {
      throw ValidationError("there is no program \(path); `make build` builds it")
    }
  }

  func run() async throws {
    var report = try await churn()
    report.acceptedPerSecond = try await acceptance()
    let reasons = report.after.series("starling_calls_ended_total", label: "reason")
    print("\n  calls ended by  \(reasons.map { "\($0.label) \(Int($0.value))" }.joined(separator: ", "))\n")
    let table = report.table
    print(table.text)
    if !table.passes { throw ExitCode(1) }
  }

  private func churn() async throws(LoadFailure) -> ChurnReport {
    let folder = try LoadBench.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let engine = try await EngineProcess(
      starlingPath, maxCalls: concurrent * 2 + 50, folder: folder, agent: try impatientAgent(in: folder))
    defer { engine.stop() }
    let trend = Mutex(MemoryTrend())
    let watched = engine.identifier
    let result = try CallsimProcess(path: callsimPath, folder: folder, showsTable: true).run(
      [
        "--url", engine.url, "--concurrent", "\(concurrent)", "--ramp", "2s", "--duration", "60m",
        "--call-length", "2s", "--calls", "\(calls)", "--ending", "mix", "--talk", "700ms", "--listen", "1s",
        "--barge-in-every", "2", "--allow-refused", "--impair", "loss=1%,reorder=2%,duplicate=1%",
      ], against: engine,
      meanwhile: {
        if let resident = ProcessSample.take(of: watched)?.residentBytes {
          trend.withLock { $0.add(residentKiB: Double(resident) / 1_024) }
        }
      })
    let after = await LoadBench.metricsOnceIdle(engine)
    return ChurnReport(
      calls: calls, result: result, after: after, trend: trend.withLock { $0 }, acceptedPerSecond: nil)
  }

  private func acceptance() async throws(LoadFailure) -> Double? {
    let folder = try LoadBench.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let engine = try await EngineProcess(starlingPath, maxCalls: concurrent + accept + 50, folder: folder)
    defer { engine.stop() }
    let result = try CallsimProcess(path: callsimPath, folder: folder, showsTable: false).run(
      [
        "--url", engine.url, "--concurrent", "\(concurrent)", "--ramp", "4s", "--duration", "8s", "--talk",
        "3s",
        "--listen", "4s", "--accept-test", "\(accept)",
      ], against: engine)
    return result["accepted"] == Double(accept) ? result["acceptedPerSecond"] : 0
  }

  /// The default agent, who hangs up after ten seconds: for callers who wait for that.
  private func impatientAgent(in folder: String) throws(LoadFailure) -> String {
    let path = "\(folder)/impatient.yaml"
    let text = """
      name: Ann
      company: Acme
      greeting: Hello.
      max_duration_seconds: 10
      """
    do {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw LoadFailure("cannot write \(path): \(error.localizedDescription)")
    }
    return path
  }
}
