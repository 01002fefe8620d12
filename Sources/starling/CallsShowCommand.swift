import ArgumentParser
import Records
import Settings

struct CallsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one call.")

  @Argument(help: "The call's id, or an unambiguous beginning of it.") var call: String
  @Flag(help: "As JSON.") var json = false
  @OptionGroup(title: "Settings") var flags: SettingsFlags

  func run() throws {
    try CallsCommand.reading(flags) { store throws(StoreError) in
      let transcript = try CallsCommand.transcript(call, in: store)
      if !json { Terminal.say(CallsListCommand.line(transcript.call)) }
      CallsCommand.write(TranscriptExporter.export(transcript, as: json ? .json : .text))
    }
  }
}
