import Dispatch
import Foundation
import LoadReport

/// Starts an engine and callsim, and gathers what both say.
struct LoadBench {
  private let options: LoadOptions

  init(_ options: LoadOptions) { self.options = options }

  static func complain(_ text: String) {
    FileHandle.standardError.write(Data("starling-eval: \(text)\n".utf8))
  }

  /// One run with an engine of its own, from its start to its end.
  ///
  /// - Parameters:
  ///   - duration: after the ramp, as callsim takes it.
  ///   - showsTable: callsim's own table goes to the terminal.
  func hold(calls: Int, duration: String, showsTable: Bool) async throws(LoadFailure) -> LoadRun {
    let folder = try Self.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let certificate = options.tls ? try SelfSignedCertificate(folder: folder) : nil
    let engine = try await EngineProcess(
      options.starlingPath, maxCalls: calls + 50, folder: folder, certificate: certificate)
    defer { engine.stop() }
    let before = await engine.metrics()
    let result = try call(engine, calls: calls, duration: duration, folder: folder, showsTable: showsTable)
    let after = await metricsOnceIdle(engine)
    return LoadRun(
      calls: calls, isSecure: options.tls, result: result, frames: CallerFrames(before: before, after: after),
      fixedLatencyMs: options.fixedLatency,
      tickLatenessP99Ms: after.quantile(0.99, ofHistogram: "starling_tick_lateness_seconds").map {
        $0 * 1_000
      })
  }

  /// Runs callsim to its end; children of a program that is interrupted go down with it.
  private func call(
    _ engine: EngineProcess, calls: Int, duration: String, folder: String, showsTable: Bool
  ) throws(LoadFailure) -> CallsimResult {
    let json = "\(folder)/callsim.json"
    let callsim = Process()
    callsim.executableURL = URL(fileURLWithPath: options.callsimPath)
    callsim.arguments =
      [
        "--url", engine.url, "--concurrent", "\(calls)", "--ramp", options.ramp, "--duration", duration,
        "--talk", options.talk, "--listen", options.listen, "--barge-in-every", "\(options.bargeInEvery)",
        "--service-time", "\(Int(options.fixedLatency.rounded()))ms", "--watch-pid", "\(engine.identifier)",
        "--json", json,
      ] + (options.tls ? ["--insecure"] : [])
    if !showsTable { callsim.standardOutput = FileHandle.nullDevice }
    do {
      try callsim.run()
    } catch {
      throw LoadFailure("cannot run \(options.callsimPath): \(error.localizedDescription)")
    }
    let sources = Self.onInterruption(
      end: [engine.identifier, callsim.processIdentifier], removing: folder)
    callsim.waitUntilExit()
    for source in sources { source.cancel() }
    for signal in Self.interruptions { Foundation.signal(signal, SIG_DFL) }
    // Its exit code judges by thresholds of its own; without a result there is nothing to judge here.
    guard let data = FileManager.default.contents(atPath: json) else {
      throw LoadFailure("callsim left no result (exit code \(callsim.terminationStatus))")
    }
    do throws(LoadReportError) {
      return try CallsimResult(parsing: data)
    } catch {
      throw LoadFailure("\(error)")
    }
  }

  /// Counters of a call's frames are whole once the call has ended.
  private func metricsOnceIdle(_ engine: EngineProcess) async -> MetricsPage {
    var page = await engine.metrics()
    for _ in 0..<50 {
      if page.sum("starling_calls_live") == 0 { break }
      try? await Task.sleep(for: .milliseconds(100))
      page = await engine.metrics()
    }
    return page
  }

  private static let interruptions = [SIGINT, SIGTERM]

  private static func onInterruption(end children: [Int32], removing folder: String)
    -> [any DispatchSourceSignal]
  {
    interruptions.map { signal in
      Foundation.signal(signal, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: signal, queue: .global())
      source.setEventHandler {
        for child in children { kill(child, SIGKILL) }
        try? FileManager.default.removeItem(atPath: folder)
        Foundation.exit(128 + signal)
      }
      source.resume()
      return source
    }
  }

  private static func temporaryFolder() throws(LoadFailure) -> String {
    let folder = FileManager.default.temporaryDirectory.path + "/starling-load-\(UUID().uuidString)"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw LoadFailure("cannot make \(folder): \(error.localizedDescription)")
    }
    return folder
  }
}
