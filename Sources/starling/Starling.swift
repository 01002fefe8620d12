import ArgumentParser
import Logging

@main
struct Starling: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "starling",
    abstract: "A real-time engine for AI phone agents.",
    discussion: """
      EXAMPLES
        starling serve --port 3650                 take calls, print how to point a Telnyx number here
        starling doctor                            check this machine and say what to mend
        starling demo --callsim .build/release/callsim --caller fixtures/callers/lead
        starling transcript 0197a3c2 --format vtt  what was said in a call
        starling calls search "call me back"      where it was said
        starling migrate status                    which version the database's tables have
        starling erase --subject +15550100017      forget a person, with a receipt
        starling replay --explain call.events      run a call again from its event log, and say why it did what
        starling show call.events                  draw it, here and as an SVG file
        starling backup /mnt/backups/today         a copy of everything, while calls run
        starling config print                      every setting and where it came from

      EXIT CODES
        0  done   1  failed or found wanting   2  wrong usage or configuration
      """,
    version: version,
    subcommands: [
      ServeCommand.self, DemoCommand.self, DoctorCommand.self, TranscriptCommand.self, CallsCommand.self,
      ReplayCommand.self, ShowCommand.self, MigrateCommand.self, BackupCommand.self, RestoreCommand.self,
      RetainCommand.self, EraseCommand.self, ExportCommand.self, RecordingCommand.self, ConfigCommand.self,
    ])

  static func main() async {
    do {
      var command = try parseAsRoot(nil)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as CommandFailure {
      Terminal.complain(failure.message, as: .error)
      _exit(withCode: failure.code)
    } catch {
      // Wrong usage is 2, as for every Unix tool; the parser's own code is 64.
      let code = exitCode(for: error).rawValue
      let text = fullMessage(for: error)
      if !text.isEmpty { code == 0 ? Terminal.say(text) : Terminal.complain(text) }
      _exit(withCode: code == 0 ? 0 : (code == 64 ? 2 : code))
    }
  }

  private static func _exit(withCode code: Int32) -> Never { Terminal.exit(code) }
}
