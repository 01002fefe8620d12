import EventLog
import Foundation

/// A folder for a test's event logs, gone with the test.
final class EventLogs: Sendable {
  let path: String

  /// The speech models, as `make setup` leaves them.
  static let models = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: ".models").path

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "starling-events-\(UUID())").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var files: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.sorted().map { "\(path)/\($0)" }
  }

  func bytes() throws -> [[UInt8]] {
    try files.map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: $0))) }
  }

  func calls() throws -> [RecordedCall] { try files.map { try EventLogFolder.read($0) } }
}
