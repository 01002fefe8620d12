import Foundation
import LoadReport

/// Starts an engine and callsim, and gathers what both say.
struct LoadBench {
  private let options: LoadOptions

  init(_ options: LoadOptions) { self.options = options }

  /// One run with an engine of its own, from its start to its end.
  ///
  /// - Parameters:
  ///   - duration: after the ramp, as callsim takes it.
  ///   - showsTable: callsim's own table goes to the terminal.
  func hold(calls: Int, duration: String, showsTable: Bool) async throws(LoadFailure) -> LoadRun {
    let folder = try Self.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let certificate = options.tls ? try SelfSignedCertificate(folder: folder) : nil
    let database = try LoadDatabase(options.database, starling: options.starlingPath, folder: folder)
    defer { withExtendedLifetime(database) {} }
    let engine = try await EngineProcess(
      options.starlingPath, maxCalls: calls + 50, folder: folder, certificate: certificate,
      environment: database.environment)
    defer { engine.stop() }
    let before = await engine.metrics()
    let result = try call(engine, calls: calls, duration: duration, folder: folder, showsTable: showsTable)
    let after = await Self.metricsOnceIdle(engine)
    if showsTable { print(Self.storingLag(after)) }
    return LoadRun(
      calls: calls, isSecure: options.tls, result: result, frames: CallerFrames(before: before, after: after),
      fixedLatencyMs: options.fixedLatency,
      tickLatenessP99Ms: after.quantile(0.99, ofHistogram: "starling_tick_lateness_seconds").map {
        $0 * 1_000
      })
  }

  /// The engine on one processor and callsim on another, with more calls than fit.
  ///
  /// - Returns: what was found, and what was left out under load, for people.
  func overload(calls: Int, duration: String) async throws(LoadFailure) -> (LoadRun, shed: String) {
    let folder = try Self.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let engine = try await EngineProcess(options.starlingPath, maxCalls: calls * 2, folder: folder, core: 0)
    defer { engine.stop() }
    let before = await engine.metrics()
    let callsim = CallsimProcess(path: options.callsimPath, folder: folder, showsTable: true, core: 1)
    let result = try callsim.run(
      options.callsimArguments(engine, calls: calls, ramp: "40s", duration: duration) + options.serviceTime
        + ["--allow-refused"], against: engine)
    let after = await Self.metricsOnceIdle(engine)
    let shed = after.series("starling_shed_total", label: "kind").map { "\($0.label) \(Int($0.value))" }
    let run = LoadRun(
      calls: calls, isSecure: false, result: result, frames: CallerFrames(before: before, after: after),
      fixedLatencyMs: options.fixedLatency, tickLatenessP99Ms: nil)
    return (run, shed.joined(separator: ", "))
  }

  private func call(
    _ engine: EngineProcess, calls: Int, duration: String, folder: String, showsTable: Bool
  ) throws(LoadFailure) -> CallsimResult {
    let callsim = CallsimProcess(path: options.callsimPath, folder: folder, showsTable: showsTable)
    return try callsim.run(
      options.callsimArguments(engine, calls: calls, duration: duration) + options.serviceTime
        + (options.tls ? ["--insecure"] : []), against: engine)
  }

  private static func storingLag(_ page: MetricsPage) -> String {
    let quantiles = page.series("starling_projection_storing_lag_seconds", label: "quantile")
    return "from a record's append to its row: "
      + quantiles.map { "p\(Int((Double($0.label) ?? 0) * 100)) \(Int(($0.value * 1_000).rounded())) ms" }
      .joined(separator: ", ")
  }

  /// Counters of a call's frames are whole once the call has ended.
  static func metricsOnceIdle(_ engine: EngineProcess) async -> MetricsPage {
    var page = await engine.metrics()
    for _ in 0..<50 {
      if page.sum("starling_calls_live") == 0 { break }
      try? await Task.sleep(for: .milliseconds(100))
      page = await engine.metrics()
    }
    return page
  }

  static func temporaryFolder() throws(LoadFailure) -> String {
    let folder = FileManager.default.temporaryDirectory.path + "/starling-load-\(UUID().uuidString)"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw LoadFailure("cannot make \(folder): \(error.localizedDescription)")
    }
    return folder
  }
}
