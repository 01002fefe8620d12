import ArgumentParser
import Backup
import Foundation
import Settings

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Bring a backup back.",
    discussion: """
      Verifies the backup, copies it beside what is in the data folder, and puts it in place at the end. Refused while an
      engine runs on the data folder, and when there is data, in the folder or in the PostgreSQL database that
      DATABASE_URL names. With --force that is moved aside, into before-restore-… in the data folder and a schema
      before_restore_… of the database; nothing is deleted.

      When only the database was lost, --keep-journal goes on with the journal in the data folder: everything that became
      durable since the backup is stored again, as long as the journal still has all of it.

      EXAMPLES
        starling restore /mnt/backups/2026-11-21
        starling restore /mnt/backups/2026-11-21 --force --keep-journal
      """)

  @Argument(help: ArgumentHelp("The backup.", valueName: "DIR")) var folder: String
  @Flag(help: "Move aside what is there.") var force = false
  @Flag(help: "Go on with the journal that is in the data folder.") var keepJournal = false
  @OptionGroup(title: "Settings") var flags: SettingsFlags

  func run() throws {
    let settings = try ServerAssembly.settings(flags)
    try BackupCommand.failing {
      let options = BackupRestorer.Options(
        force: force, keepsJournal: keepJournal, stamp: Self.stamp(Date()))
      let restorer = BackupRestorer(
        data: settings.dataDirectory, database: try StoreChoice.backup(settings), options: options,
        progress: BackupProgressLine.show)
      let report = try restorer.restore(BackupCommand.absolute(folder))
      BackupProgressLine.end()
      Terminal.say("restored \(BackupCommand.summary(report.manifest))")
      if report.keptJournal { Terminal.say("the journal in \(settings.dataDirectory) goes on") }
      if report.journalRecords > 0 {
        Terminal.say("the next start stores \(report.journalRecords) records of the journal")
      }
      if let aside = report.aside { Terminal.say("what was there is in \(aside)") }
      if let schema = report.schemaAside {
        Terminal.say("what was in the database is in its schema \(schema)")
      }
    }
  }

  /// `20261121-150405`, UTC.
  private static func stamp(_ date: Date) -> String {
    date.ISO8601Format().filter { $0.isNumber || $0 == "T" }.replacing("T", with: "-")
  }
}
