import ArgumentParser
import Records
import Settings

struct MigrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Change the database's tables to another version, or say which they have.",
    discussion: """
      DATABASE_URL names the database: postgres://user@host/database, sqlite:///path, or a path; without it, the data
      folder's starling.sqlite is meant. Several that migrate at once wait for each other.

      EXAMPLES
        starling migrate status
        DATABASE_URL=postgres://starling@db/calls starling migrate up
        starling migrate down --to 1
      """,
    subcommands: [Up.self, Down.self, Status.self])

  struct Up: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bring the tables up to date.")
    @Option(help: "The version to stop at.") var to: Int?
    @OptionGroup(title: "Settings") var flags: SettingsFlags

    func run() throws {
      try MigrateCommand.report(flags) { store throws(StoreError) in
        let found = try store.schemaStatus()
        // Up never goes down.
        if let to, to < found.version { return found }
        return try store.migrate(to: to)
      }
    }
  }

  struct Down: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Undo migrations. What only newer tables can hold is lost.")
    @Option(help: "The version to stop at; 0 removes all tables with what is in them.") var to: Int
    @OptionGroup(title: "Settings") var flags: SettingsFlags

    func run() throws {
      try MigrateCommand.report(flags) { store throws(StoreError) in
        let found = try store.schemaStatus()
        return to > found.version ? found : try store.migrate(to: to)
      }
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say which version the tables have.")
    @OptionGroup(title: "Settings") var flags: SettingsFlags

    func run() throws {
      try MigrateCommand.report(flags) { store throws(StoreError) in try store.schemaStatus() }
    }
  }

  private static func report(
    _ flags: SettingsFlags, _ body: (any RecordStore) throws(StoreError) -> SchemaStatus
  ) throws {
    let settings = try ServerAssembly.settings(flags)
    do throws(StoreError) {
      let status = try body(try StoreChoice.store(settings, makes: true))
      Terminal.say("version \(status.version) of \(status.newest)")
      for (place, migration) in status.migrations.enumerated() {
        Terminal.say("  \(place < status.version ? "applied" : "pending")  \(migration)")
      }
      if status.version > status.newest { throw .newerSchema }
    } catch {
      throw CommandFailure.failed("\(error)")
    }
  }
}
