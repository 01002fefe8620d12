import Audio
import Backup
import Foundation
import Journal
import PostgresStore
import Projection
import Records
import Storage

/// A data folder with its database, as a server has them.
final class DataHouse {
  let folder: TemporaryFolder
  let kind: StoreKind
  let database: BackupDatabase
  let url: String
  var data: String { folder.file("data") }
  var backup: String { folder.file("backup") }

  init(_ kind: StoreKind) throws {
    folder = try TemporaryFolder()
    self.kind = kind
    try FileManager.default.createDirectory(atPath: folder.file("data"), withIntermediateDirectories: true)
    switch kind {
    case .sqlite:
      url = ""
      database = .sqlite(path: folder.file("data") + "/starling.sqlite")
    case .postgres:
      let made = try StoreKind.postgres()
      url = made.server.url(made.database)
      database = .postgresql(PostgresOptions(url: url))
    }
  }

  /// The same database kind, empty, for a restore.
  func other() throws -> DataHouse {
    let house = try DataHouse(kind)
    if kind == .postgres {
      let database = String(house.url.split(separator: "/").last ?? "")
      try PostgresServer.shared.get().sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public", in: database)
    }
    return house
  }

  func write(_ path: String, _ text: String) throws {
    let full = "\(data)/\(path)"
    try FileManager.default.createDirectory(
      atPath: String(full[..<(full.lastIndex(of: "/") ?? full.endIndex)]), withIntermediateDirectories: true)
    try text.write(toFile: full, atomically: false, encoding: .utf8)
  }

  func text(_ path: String) -> String? { try? String(contentsOfFile: "\(data)/\(path)", encoding: .utf8) }

  func makeBackup(_ progress: @escaping (BackupProgress) -> Void = { _ in }) throws -> BackupManifest {
    try BackupWriter(data: data, database: database, program: "test", progress: progress).write(to: backup)
  }

  @discardableResult
  func restore(
    _ backup: String, force: Bool = false, keepsJournal: Bool = false
  ) throws(BackupError) -> RestoreReport {
    try BackupRestorer(
      data: data, database: database,
      options: BackupRestorer.Options(force: force, keepsJournal: keepsJournal, stamp: "20261121-150405")
    ).restore(backup)
  }

  /// The SHA-256 of a file of the backup, as the system's own program says it.
  func sum(_ path: String) throws -> String? {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    process.arguments = ["\(backup)/\(path)"]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: " ").first.map(String.init)
  }

  static func id(_ number: Int) -> CallID {
    CallID(unixMilliseconds: 1_760_000_000_000 + UInt64(number), random: UInt64(number), 42)
  }

  /// A call's records: its start, and then turns.
  static func record(_ call: Int, _ sequence: Int) -> JournalRecord {
    let contents: [StoreRecord] =
      sequence == 0
      ? [.call(CallSummary(id: id(call), startedMs: 1_760_000_000_000))]
      : [
        .turn(
          TurnRecord(
            call: id(call), sequence: sequence, speaker: .caller, text: "word \(sequence)",
            start: .milliseconds(100), end: .milliseconds(200)))
      ]
    return CallJournal.record(contents, of: id(call), sequence: UInt32(sequence), wallClockMs: 5)
  }
}
