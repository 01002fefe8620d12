import Audio
import Foundation
import Records
import Storage
import Testing

/// The program as an operator runs it: backed up under live calls, killed, lost, brought back.
@Suite("Backup and restore", .serialized, .timeLimit(.minutes(4)))
struct BackupTests {
  /// A new database with tables, as the environment names it.
  private static func database() throws -> (
    server: PostgresServer, name: String, environment: [String: String]
  ) {
    let server = try PostgresServer.shared.get()
    let name = try server.makeDatabase()
    let environment = ["DATABASE_URL": server.url(name)]
    let made = try ServedEngine.run(["migrate", "up"], environment: environment)
    #expect(made.code == 0, "\(made.said)")
    return (server, name, environment)
  }

  @Test("bring back every call that was there, and the engine serves", arguments: ["SQLite", "PostgreSQL"])
  func roundTrip(kind: String) async throws {
    let database = kind == "PostgreSQL" ? try Self.database() : nil
    let environment = database?.environment ?? [:]
    var engine = try await ServedEngine(["--record"], environment: environment)
    let folder = ServedEngine.newFolder()
    let backup = engine.folder + "-backup"
    defer { try? FileManager.default.removeItem(atPath: backup) }
    let callers = try engine.call([
      "--concurrent", "20", "--duration", "60s", "--call-length", "2s", "--talk", "500ms", "--listen",
      "700ms",
    ])
    defer { callers.terminate() }
    #expect(await engine.hasCalls(20))
    try await Task.sleep(for: .seconds(3))
    let data = ["--data-dir", engine.folder]
    let made = try ServedEngine.run(["backup", backup] + data, environment: environment)
    #expect(made.code == 0, "\(made.said)")
    let proof = try ServedEngine.run(["backup", "verify", backup])
    #expect(proof.code == 0 && proof.said.contains("is sound"), "\(proof.said)")
    // Into a data folder in use: refused.
    let early = try ServedEngine.run(["restore", backup] + data, environment: environment)
    #expect(early.code == 1 && early.said.contains("in use"), "\(early.said)")
    kill(engine.process.processIdentifier, SIGKILL)
    engine.process.waitUntilExit()
    if let database {
      try database.server.sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public", in: database.name)
    }

    let restored = try ServedEngine.run(
      ["restore", backup, "--data-dir", folder], environment: environment)
    #expect(restored.code == 0, "\(restored.said)")
    engine = try await ServedEngine(folder: folder, environment: environment)
    #expect(await engine.page("/readyz")?.status == 200)
    engine.signal()
    #expect(await engine.exitCode(within: 20) == 0)
    let there = try ServedEngine.run(
      ["calls", "list", "--limit", "1000", "--data-dir", folder], environment: environment)
    let calls = there.said.split(separator: "\n")
    // As many as the backup says, or more: those of the journal. None is left running.
    let counted = try #require(Int(made.said.split(separator: ": ")[1].prefix { $0.isNumber }))
    #expect(calls.count >= max(counted, 20) && !calls.contains { $0.contains("  running  ") })
    let recordings = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/recordings")
    #expect(recordings.count >= 20)
  }

  @Test("a damaged backup, a full folder and nonsense are refused with a sentence and an exit code")
  func refusals() throws {
    let folder = ServedEngine.newFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let data = "\(folder)/data"
    let backup = "\(folder)/backup"
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    let missing = try ServedEngine.run(["backup", backup, "--data-dir", data])
    #expect(missing.code == 1 && missing.said.contains("no database"))
    _ = try CallStore(path: "\(data)/starling.sqlite")
    #expect(try ServedEngine.run(["backup", backup, "--data-dir", data]).code == 0)
    let again = try ServedEngine.run(["backup", backup, "--data-dir", data])
    #expect(again.code == 1 && again.said.contains("not empty"))
    let occupied = try ServedEngine.run(["restore", backup, "--data-dir", data])
    #expect(occupied.code == 1 && occupied.said.contains("--force"))
    let forced = try ServedEngine.run(["restore", backup, "--force", "--data-dir", data])
    #expect(forced.code == 0 && forced.said.contains("before-restore-"), "\(forced.said)")
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: "\(backup)/database/starling.sqlite"))
    let damaged = try ServedEngine.run(["backup", "verify", backup])
    #expect(damaged.code == 1 && damaged.said.contains("database/starling.sqlite: 3 bytes"))
    #expect(try ServedEngine.run(["restore", backup, "--force", "--data-dir", data]).code == 1)
    #expect(try ServedEngine.run(["backup", "verify", folder]).code == 1)
    #expect(try ServedEngine.run(["backup"]).code == 2)
  }

  @Test("what has been kept for long enough goes while the engine serves, or by hand")
  func retention() async throws {
    let folder = ServedEngine.newFolder()
    let store = try {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      return try CallStore(path: "\(folder)/starling.sqlite")
    }()
    let now = UInt64(Date().timeIntervalSince1970 * 1_000)
    let ids = [10, 20].map { CallID(unixMilliseconds: now - $0 * 86_400_000, random: $0, $0) }
    let records = ids.enumerated().flatMap { place, id -> [ProjectedRecord] in
      [
        ProjectedRecord(
          number: UInt64(place) + 1, call: id, sequence: 0,
          contents: [
            .call(CallSummary(id: id, startedMs: 1, endedMs: 2)),
            .turn(TurnRecord(call: id, sequence: 0, speaker: .caller, text: "hi", start: .zero, end: .zero)),
          ])
      ]
    }
    try store.apply(ProjectedBatch(records: records, cursor: 2))
    let dry = try ServedEngine.run([
      "retain", "--dry-run", "--retain", "transcripts=5d,calls=15d", "--data-dir", folder,
    ])
    #expect(dry.said == "calls  1 would be removed\ntranscripts  1 would be removed\n")
    #expect(try ServedEngine.run(["retain", "--data-dir", folder]).code == 2)
    let wrong = try ServedEngine.run(["retain", "--retain", "voices=1d", "--data-dir", folder])
    #expect(wrong.code == 2 && wrong.said.contains("event-logs"))
    let done = try ServedEngine.run(["retain", "--retain", "calls=15d", "--data-dir", folder])
    #expect(done.said == "calls  1 removed\n")
    let engine = try await ServedEngine(["--retain", "transcripts=5d"], folder: folder)
    let line = "starling_retention_deleted_total{kind=\"transcripts\"} 1"
    var page = await engine.page("/metrics")?.body ?? ""
    for _ in 0..<100 where !page.contains(line) {
      try await Task.sleep(for: .milliseconds(50))
      page = await engine.page("/metrics")?.body ?? ""
    }
    #expect(page.contains(line))
    engine.signal()
    #expect(await engine.exitCode(within: 20) == 0)
    #expect(try store.contents() == StoreContents(calls: 1, segments: 0, events: 0))
  }
}
