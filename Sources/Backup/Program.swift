internal import Foundation
internal import Glibc

/// Runs one of PostgreSQL's programs to its end.
struct Program {
  private static let mostReason = 4_000

  let name: String
  var arguments: [String]
  var environment: [String: String] = [:]

  /// - Parameter meanwhile: called several times a second.
  func run(meanwhile: () throws(BackupError) -> Void = {}) throws(BackupError) {
    let path = try find()
    let log = NSTemporaryDirectory() + "starling-\(name)-\(UUID().uuidString)"
    guard FileManager.default.createFile(atPath: log, contents: nil, attributes: [.posixPermissions: 0o600]),
      let output = FileHandle(forWritingAtPath: log)
    else { throw .file(operation: "write", path: log, code: EIO) }
    defer { try? FileManager.default.removeItem(atPath: log) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = output
    do {
      try process.run()
    } catch { throw .programFailed(name: name, reason: error.localizedDescription) }
    do throws(BackupError) {
      while process.isRunning {
        try meanwhile()
        Thread.sleep(forTimeInterval: 0.05)
      }
    } catch {
      process.terminate()
      process.waitUntilExit()
      throw error
    }
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw .programFailed(name: name, reason: Self.reason(log, process.terminationStatus))
    }
  }

  private static func reason(_ log: String, _ status: Int32) -> String {
    let bytes = FileManager.default.contents(atPath: log)?.suffix(mostReason) ?? Data()
    let text = String(decoding: bytes, as: UTF8.self).split(separator: "\n").joined(separator: "; ")
    return text.isEmpty ? "exit code \(status)" : text
  }

  private func find() throws(BackupError) -> String {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
      return "\(folder)/\(name)"
    }
    throw .noProgram(name: name)
  }
}
