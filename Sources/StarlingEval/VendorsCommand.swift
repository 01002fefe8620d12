import ArgumentParser
import CallSimulator
import Foundation
import LoadReport

/// Holds many calls whose hearing, thinking and speaking are vendors', and tells how the processors were spent.
struct VendorsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vendors", abstract: "Many calls with simulated vendors: what they cost the engine.",
    discussion: """
      Starts providersim (Deepgram, Anthropic and Cartesia over TLS), an engine that uses it, and callsim: three \
      programs on the same processors. Prints what each of them took, the connections to vendors, and how the calls \
      went. Exit code 1 when a call was lost or refused, when the engine took more than 0.0015 s of processor a second \
      of call, or when there were more connections than were designed for: one WebSocket a call for its recogniser, one \
      for some dozen voices, and a few for HTTP/2; 3 when callsim was too slow for a verdict.
      """)

  /// Seconds of processor for a second of call.
  static let dearest = 0.0015

  @OptionGroup var options: LoadOptions
  @Option(help: "Calls at the same time.") var calls = 300
  @Option(help: ArgumentHelp("How long they run after the ramp.", valueName: "TIME")) var duration = "40s"
  @Option(
    help: ArgumentHelp("providersim; the one beside this program when not given.", valueName: "FILE"))
  var providersim: String?
  @Option(help: ArgumentHelp("What callers may say: a folder of callers.", valueName: "DIR"))
  var lines = "fixtures/callers"

  func validate() throws {
    guard (1...20_000).contains(calls) else { throw ValidationError("--calls wants 1 to 20000") }
  }

  func run() async throws {
    let folder = try LoadBench.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let vendors = try VendorsProcess(
      providersim ?? LoadOptions.neighbour("providersim"), folder: folder, lines: lines)
    defer { vendors.stop() }
    let engine = try await EngineProcess(
      options.starlingPath, maxCalls: calls + 50, folder: folder, agent: vendors.agent, providers: nil,
      environment: vendors.environment)
    defer { engine.stop() }
    let started = ContinuousClock.now
    let programs = [engine.identifier, vendors.identifier]
    let before = programs.map { ProcessSample.take(of: $0)?.cpuSeconds ?? 0 }
    let admin = engine.admin
    let peak = Task { await Self.mostConnections(at: admin) }
    let result = try callsim(engine, folder)
    peak.cancel()
    let took = (ContinuousClock.now - started) / .seconds(1)
    let after = programs.map { ProcessSample.take(of: $0)?.cpuSeconds ?? 0 }
    let cores = zip(before, after).map { ($1 - $0) / took }
    let page = await LoadBench.metricsOnceIdle(engine)
    let report = VendorsReport(
      calls: calls, result: result, engineCores: cores[0], vendorCores: cores[1],
      mostOpen: await peak.value,
      opened: page.series("starling_provider_connections_opened_total", label: "kind"),
      reused: page.sum("starling_provider_connections_reused_total") ?? 0,
      asked: page.series("starling_provider_asked_total", label: "provider"),
      failed: page.sum("starling_provider_failed_total") ?? 0)
    print("\n\(report.text)")
    guard result.isValid else {
      complain("no verdict: callsim itself was too slow; use fewer calls or a quieter machine")
      throw ExitCode(3)
    }
    for failure in report.failures { complain(failure) }
    guard report.failures.isEmpty else { throw ExitCode(1) }
  }

  private func callsim(_ engine: EngineProcess, _ folder: String) throws(LoadFailure) -> CallsimResult {
    try CallsimProcess(path: options.callsimPath, folder: folder, showsTable: true).run(
      options.callsimArguments(engine, calls: calls, duration: duration), against: engine)
  }

  /// Of each kind, until the task is cancelled.
  private static func mostConnections(at admin: String) async -> [String: Double] {
    var most: [String: Double] = [:]
    while !Task.isCancelled {
      let page = await EngineProcess.metrics(at: admin)
      for (kind, count) in page.series("starling_provider_connections_open", label: "kind") {
        most[kind] = max(most[kind] ?? 0, count)
      }
      try? await Task.sleep(for: .seconds(2))
    }
    return most
  }
}
