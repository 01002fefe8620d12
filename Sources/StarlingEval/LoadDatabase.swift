import Foundation

/// The engine's database under load: its own SQLite file, or a PostgreSQL server that is started for it.
final class LoadDatabase {
  private let server: PostgresServer?
  /// What the engine's environment says about it.
  let environment: [String: String]

  init(_ kind: DatabaseKind, starling: String, folder: String) throws(LoadFailure) {
    guard kind == .postgres else {
      (server, environment) = (nil, [:])
      return
    }
    do {
      // It syncs what it commits, as in earnest.
      let server = try PostgresServer(parameters: ["shared_buffers=256MB"])
      environment = ["DATABASE_URL": server.url("postgres")]
      self.server = server
    } catch {
      throw LoadFailure("PostgreSQL cannot be started: \(error)")
    }
    try Self.migrate(starling, environment, folder: folder)
  }

  /// `starling migrate up`.
  static func migrate(
    _ starling: String, _ environment: [String: String], folder: String
  ) throws(LoadFailure) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: starling)
    process.arguments = ["migrate", "up", "--data-dir", folder]
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw LoadFailure("cannot run \(starling): \(error.localizedDescription)")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw LoadFailure("starling migrate up failed") }
  }
}
