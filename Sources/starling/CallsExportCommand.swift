import ArgumentParser
import Records
import Settings

struct CallsExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Print one call as JSON, CSV, WebVTT or text.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case json, csv, vtt, text }

  @Argument(help: "The call's id, or an unambiguous beginning of it.") var call: String
  @Option(help: "json, csv, vtt or text.") var format = Format.json
  @OptionGroup(title: "Settings") var flags: SettingsFlags

  func run() throws {
    try CallsCommand.reading(flags) { store throws(StoreError) in
      let form = TranscriptExporter.Format(rawValue: format.rawValue) ?? .json
      CallsCommand.write(TranscriptExporter.export(try CallsCommand.transcript(call, in: store), as: form))
    }
  }
}
