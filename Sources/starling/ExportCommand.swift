import ArgumentParser
import Foundation
import Records
import Redaction
import Settings

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Print everything that is stored about a person, as JSON.",
    discussion: """
      Calls from and to the number with what was said in them, the contact, consents, and where recordings lie.
      DATABASE_URL names the database, as for `starling migrate`.

      EXAMPLES
        starling export --subject +15550100017 > person.json
      """)

  @Option(help: ArgumentHelp("The person's number or SIP address.", valueName: "NUMBER")) var subject: String
  @OptionGroup(title: "Settings") var flags: SettingsFlags

  func run() throws {
    let settings = try ServerAssembly.settings(flags)
    let address = try EraseCommand.address(subject)
    do {
      let subjects = StoreSubjects(store: try StoreChoice.store(settings, makes: false))
      FileHandle.standardOutput.write(Data(try subjects.export(address)))
    } catch {
      throw CommandFailure.failed("\(error)")
    }
  }
}
