import Foundation
import FoundationNetworking
import LoadReport

/// An engine with simulated providers on free loopback ports.
final class EngineProcess {
  private let process = Process()
  private let log: String
  /// The media stream's.
  private(set) var url = ""
  private(set) var admin = ""

  /// Starts it and waits until it takes calls.
  ///
  /// - Parameters:
  ///   - folder: for its data and its log.
  ///   - certificate: the media port speaks TLS with it.
  ///   - agent: its file; the engine's default when not given.
  ///   - providers: whose hearing, thinking and speaking; the engine's choice when nil.
  ///   - core: the only processor it may use.
  ///   - environment: joins this program's own.
  init(
    _ program: String, maxCalls: Int, folder: String, certificate: SelfSignedCertificate? = nil,
    agent: String? = nil, providers: String? = "simulated", core: Int? = nil,
    environment: [String: String] = [:]
  ) async throws(LoadFailure) {
    log = "\(folder)/engine.log"
    // Becomes the program itself, so that the process is the engine's.
    process.executableURL = URL(fileURLWithPath: core == nil ? program : "/usr/bin/taskset")
    process.arguments =
      (core.map { ["-c", "\($0)", program] } ?? []) + [
        "serve", "--host", "127.0.0.1", "--port", "0", "--admin-port", "0",
        "--max-calls", "\(maxCalls)", "--data-dir", folder, "--drain-timeout", "1s",
      ] + (certificate.map { ["--tls-certificate", $0.certificate, "--tls-key", $0.key] } ?? [])
      + (providers.map { ["--providers", $0] } ?? []) + (agent.map { ["--agent", $0] } ?? [])
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    guard FileManager.default.createFile(atPath: log, contents: nil),
      let output = FileHandle(forWritingAtPath: log)
    else { throw LoadFailure("cannot write \(log)") }
    process.standardOutput = output
    process.standardError = output
    do {
      try process.run()
    } catch {
      throw LoadFailure("cannot run \(program): \(error.localizedDescription)")
    }
    do throws(LoadFailure) {
      try await awaitReadiness()
    } catch {
      stop()
      throw error
    }
  }

  var identifier: Int32 { process.processIdentifier }
  /// What it has said so far.
  var said: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

  private func awaitReadiness() async throws(LoadFailure) {
    for _ in 0..<200 {
      let text = said
      let lines = text.split(separator: "\n")
      if lines.contains("ready") {
        url = Self.address(after: "media stream", in: lines)
        admin = Self.address(after: "admin", in: lines).replacing("/readyz", with: "")
        guard !url.isEmpty, !admin.isEmpty else { throw LoadFailure("the engine named no port:\n\(text)") }
        return
      }
      guard process.isRunning else { throw LoadFailure("the engine did not start:\n\(text)") }
      try? await Task.sleep(for: .milliseconds(100))
    }
    throw LoadFailure("the engine was not ready within 20 s")
  }

  private static func address(after word: String, in lines: [Substring]) -> String {
    let line = lines.first { $0.hasPrefix("\(word) ") }
    return line?.dropFirst(word.count).split(separator: " ").first.map(String.init) ?? ""
  }

  /// What `/metrics` says; an empty page when it does not answer.
  func metrics() async -> MetricsPage { await Self.metrics(at: admin) }

  static func metrics(at admin: String) async -> MetricsPage {
    guard let url = URL(string: "\(admin)/metrics"),
      let (data, _) = try? await URLSession.shared.data(from: url)
    else { return MetricsPage(parsing: "") }
    return MetricsPage(parsing: String(decoding: data, as: UTF8.self))
  }

  /// The status of `/readyz`: 503 when it takes no calls; nil when it does not answer.
  func readiness() async -> Int? {
    guard let url = URL(string: "\(admin)/readyz"),
      let (_, response) = try? await URLSession.shared.data(from: url)
    else { return nil }
    return (response as? HTTPURLResponse)?.statusCode
  }

  /// Ends it, in good order if it can.
  func stop() {
    guard process.isRunning else { return }
    process.terminate()
    let end = Date.now + 10
    while process.isRunning, Date.now < end { Thread.sleep(forTimeInterval: 0.05) }
    if process.isRunning { kill(identifier, SIGKILL) }
    process.waitUntilExit()
  }
}
