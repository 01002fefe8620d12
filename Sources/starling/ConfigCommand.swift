import ArgumentParser
import Foundation
import Settings

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show the configuration.", subcommands: [Print.self],
    defaultSubcommand: Print.self)

  struct Print: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print each setting, its value and where it came from.",
      discussion: "Flags win over STARLING_… variables, those over the YAML file, that over the defaults.")

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup(title: "Settings") var flags: SettingsFlags

    func run() throws {
      let settings = try ServerAssembly.settings(flags)
      let report = SettingsReport(settings)
      Terminal.say(json ? report.json : report.table)
    }
  }
}
