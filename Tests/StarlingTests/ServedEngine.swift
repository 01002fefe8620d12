import Foundation
import FoundationNetworking

/// `starling serve` with simulated providers, as a process of its own.
final class ServedEngine {
  struct NotReady: Error { let log: String }

  let process = Process()
  let folder: String
  private(set) var url = ""
  private var admin = ""

  /// Where the products of this build are: beside the test bundle.
  static func product(_ name: String) -> URL {
    Bundle(for: ServedEngine.self).bundleURL.appendingPathComponent(name)
  }

  static func newFolder() -> String {
    FileManager.default.temporaryDirectory.path + "/starling-test-\(UUID().uuidString)"
  }

  /// - Parameters:
  ///   - folder: for its data; removed with it.
  ///   - environment: joins this program's own.
  init(
    _ arguments: [String] = [], folder: String = ServedEngine.newFolder(), environment: [String: String] = [:]
  ) async throws {
    self.folder = folder
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let log = "\(folder)/log"
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    let output = FileHandle(forWritingAtPath: log)
    process.executableURL = Self.product("starling")
    process.currentDirectoryURL = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    process.arguments =
      [
        "serve", "--providers", "simulated", "--host", "127.0.0.1", "--port", "0", "--admin-port", "0",
        "--data-dir", folder, "--max-calls", "150",
      ] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = output
    process.standardError = output
    try process.run()
    for _ in 0..<300 {
      let text = said
      let lines = text.split(separator: "\n")
      if lines.contains("ready") {
        url = Self.word(after: "media stream", lines)
        admin = Self.word(after: "admin", lines).replacingOccurrences(of: "/readyz", with: "")
        return
      }
      guard process.isRunning else { throw NotReady(log: text) }
      try await Task.sleep(for: .milliseconds(100))
    }
    throw NotReady(log: "not within 30 s")
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Both its outputs so far.
  var said: String { (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? "" }

  private static func word(after key: String, _ lines: [Substring]) -> String {
    lines.first { $0.hasPrefix("\(key) ") }?.dropFirst(key.count).split(separator: " ").first.map(String.init)
      ?? ""
  }

  /// Status and body of an admin page; nil when nobody answers.
  func page(_ path: String) async -> (status: Int, body: String)? {
    guard let url = URL(string: admin + path),
      let (data, response) = try? await URLSession.shared.data(from: url)
    else { return nil }
    return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
  }

  /// Waits until `/metrics` shows `count` live calls.
  func hasCalls(_ count: Int) async -> Bool {
    for _ in 0..<600 {
      if await page("/metrics")?.body.contains("\nstarling_calls_live \(count)\n") == true { return true }
      try? await Task.sleep(for: .milliseconds(50))
    }
    return false
  }

  func signal() { kill(process.processIdentifier, SIGTERM) }

  /// The exit code, or nil when it still runs after `seconds`.
  func exitCode(within seconds: Double) async -> Int32? {
    let end = Date.now + seconds
    while process.isRunning, Date.now < end { try? await Task.sleep(for: .milliseconds(20)) }
    return process.isRunning ? nil : process.terminationStatus
  }

  /// callsim against this engine.
  func call(_ arguments: [String]) throws -> Process {
    let callsim = Process()
    callsim.executableURL = Self.product("callsim")
    callsim.arguments = ["--url", url, "--quiet", "--max-own-late", "10s"] + arguments
    callsim.standardOutput = FileHandle.nullDevice
    callsim.standardError = FileHandle.nullDevice
    try callsim.run()
    return callsim
  }

  /// Another command of the program, run to its end.
  static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> (
    code: Int32, said: String
  ) {
    let process = Process()
    let output = Pipe()
    process.executableURL = product("starling")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, said)
  }
}
