import Audio
import Foundation
import Journal
import PostgresStore
import Records
import Storage

/// An engine that is backed up, killed, robbed and brought back.
struct BackupBench {
  enum Loss: String, CaseIterable {
    case everything = "everything"
    case database = "the database"
  }

  private let starling: String
  private let callsim: String
  private let calls: Int
  private let seconds: Double
  private let folder: String
  private let server: PostgresStore?

  private var data: String { "\(folder)/data" }
  private var backup: String { "\(folder)/backup" }

  init(starling: String, callsim: String, calls: Int, seconds: Double) throws {
    self.starling = starling
    self.callsim = callsim
    self.calls = calls
    self.seconds = seconds
    folder = FileManager.default.temporaryDirectory.path + "/starling-backup-\(UUID().uuidString)"
    let url = ProcessInfo.processInfo.environment["DATABASE_URL"] ?? ""
    server = PostgresOptions.isPostgres(url) ? PostgresStore(PostgresOptions(url: url)) : nil
    if let server, try server.tableCount() > 0 { throw LoadFailure("\(server.place) is not empty") }
  }

  func run(_ loss: Loss) async throws -> BackupRun {
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    defer {
      try? FileManager.default.removeItem(atPath: folder)
      if let server { try? Self.empty(server) }
    }
    if let server { _ = try server.migrate(to: nil) }
    var run = BackupRun(loss: loss)
    var engine = try await EngineProcess(starling, maxCalls: calls * 2, folder: data)
    defer { engine.stop() }
    let callers = try call(engine)
    // At once: asked to stop, they would go on trying to reach the engine that is gone.
    defer {
      kill(callers.processIdentifier, SIGKILL)
      callers.waitUntilExit()
    }
    try await Task.sleep(for: .seconds(seconds))
    let owed = try TortureCheck.durable(data, after: 0).last?.number ?? 0
    run.backup = try time(["backup", backup, "--data-dir", data])
    try await Task.sleep(for: .seconds(seconds))
    guard callers.isRunning else { throw LoadFailure("callsim ended before the engine was killed") }
    kill(engine.identifier, SIGKILL)
    engine.stop()
    let durable = try TortureCheck.durable(data, after: 0)
    try lose(loss)
    let options = loss == .database ? ["--force", "--keep-journal"] : []
    run.restore = try time(["restore", backup, "--data-dir", data] + options)
    let began = Date.now
    engine = try await EngineProcess(starling, maxCalls: calls * 2, folder: data)
    run.start = Date.now.timeIntervalSince(began)
    engine.stop()
    try count(durable, owed: owed, into: &run)
    return run
  }

  private func lose(_ loss: Loss) throws {
    if let server { try Self.empty(server) }
    switch loss {
    case .everything: try FileManager.default.removeItem(atPath: data)
    case .database:
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: "\(data)/starling.sqlite\(suffix)")
      }
    }
  }

  private static func empty(_ server: PostgresStore) throws {
    try server.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
  }

  /// - Parameter owed: the last record that was durable before the backup began.
  private func count(_ durable: [JournalEntry], owed: UInt64, into run: inout BackupRun) throws {
    let store: any RecordStore = try server ?? CallStore.reading(path: "\(data)/starling.sqlite")
    var last: [CallID: Int64] = [:]
    for entry in durable {
      let call = entry.record.call
      if last[call] == nil { last[call] = try store.progress(of: call)?.lastSequence ?? -1 }
      run.durable += 1
      guard Int64(entry.record.sequence) > last[call] ?? -1 else { continue }
      run.lost += 1
      if entry.number <= owed { run.lostBefore += 1 }
    }
  }

  /// Runs a command of the program; seconds.
  private func time(_ arguments: [String]) throws -> Double {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: starling)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    let began = Date.now
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw LoadFailure("starling \(arguments[0]) failed") }
    return Date.now.timeIntervalSince(began)
  }

  private func call(_ engine: EngineProcess) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: callsim)
    process.arguments = [
      "--url", engine.url, "--concurrent", "\(calls)", "--ramp", "500ms", "--duration", "3600s",
      "--call-length",
      "4s", "--talk", "500ms", "--listen", "700ms", "--ending", "mix", "--quiet",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }
}
