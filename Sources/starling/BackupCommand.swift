import ArgumentParser
import Backup
import Foundation
import PostgresStore
import Records
import Settings

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy everything that is stored while calls run, or prove a copy.",
    discussion: """
      Copies the database as it is at one moment, the journal's records behind it, recordings, and all else in the data
      folder, with the sum of each file. DATABASE_URL names the database, as for every command; PostgreSQL's is copied
      by pg_dump. The master key is not in a backup: keep it elsewhere.

      EXAMPLES
        starling backup /mnt/backups/2026-11-21
        starling backup verify /mnt/backups/2026-11-21
        starling restore /mnt/backups/2026-11-21

      EXIT CODES
        0  done, or sound   1  failed, or found damaged   2  wrong usage or configuration
      """,
    subcommands: [Create.self, Verify.self], defaultSubcommand: Create.self)

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create", abstract: "Make a backup (the default).")

    @Argument(help: ArgumentHelp("A folder that is not there, or empty.", valueName: "DIR")) var folder:
      String
    @OptionGroup(title: "Settings") var flags: SettingsFlags

    func run() throws {
      let settings = try ServerAssembly.settings(flags)
      try BackupCommand.failing {
        let writer = BackupWriter(
          data: settings.dataDirectory, database: try StoreChoice.backup(settings), program: Starling.version,
          progress: BackupProgressLine.show)
        let manifest = try writer.write(to: BackupCommand.absolute(folder))
        BackupProgressLine.end()
        Terminal.say("\(folder): \(BackupCommand.summary(manifest))")
        for path in manifest.vanished {
          Terminal.complain("notice: \(path) was removed while the backup was made")
        }
        if let count = manifest.journal?.unreadable, count > 0 {
          Terminal.complain("warning: \(count) records of the journal cannot be read, here and in the backup")
        }
      }
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify", abstract: "Prove a backup without restoring it over anything.",
      discussion: """
        Reads every file, compares its sum, opens the database's copy and reads the journal's. With --deep, a copy of a
        PostgreSQL database is restored into an empty one and counted there.
        """)

    @Argument(help: ArgumentHelp("The backup.", valueName: "DIR")) var folder: String
    @Option(
      help: ArgumentHelp(
        "An empty PostgreSQL database to restore into, for proof; what is restored stays there.",
        valueName: "URL"))
    var deep: String?

    func run() throws {
      try BackupCommand.failing {
        let path = BackupCommand.absolute(folder)
        let verifier = BackupVerifier(path, progress: BackupProgressLine.show)
        let manifest = try BackupManifest.read(path)
        var problems = try verifier.problems(in: manifest)
        if let deep, problems.isEmpty {
          problems = try verifier.restoreForProof(manifest, into: StoreChoice.postgres(at: deep))
        }
        BackupProgressLine.end()
        for problem in problems { Terminal.complain("\(problem)") }
        guard problems.isEmpty else {
          throw CommandFailure.failed("\(folder) is damaged: \(problems.count) problems")
        }
        Terminal.say("\(folder) is sound: \(BackupCommand.summary(manifest))")
      }
    }
  }

  // MARK: Shared with restore

  static func failing(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as BackupError {
      BackupProgressLine.end()
      if case .damaged(let problems) = error {
        for problem in problems { Terminal.complain("\(problem)") }
      }
      throw CommandFailure.failed("\(error)")
    }
  }

  static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

  static func summary(_ manifest: BackupManifest) -> String {
    let contents = manifest.database.contents
    let journal = manifest.journal.map { ", \($0.records) records of the journal" } ?? ""
    return
      "\(contents.calls) calls, \(contents.segments) segments, \(contents.events) events (\(manifest.database.kind))"
      + "\(journal), \(manifest.files.count) files, \(manifest.bytes) bytes, as of \(manifest.finished)"
  }
}
