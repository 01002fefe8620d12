import ArgumentParser
import Foundation
import Records
import Settings

struct TranscriptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transcript", abstract: "Print what was said in a call.",
    discussion: """
      CALL is a call's id or an unambiguous part of its beginning; without it the latest calls are listed.

      EXAMPLES
        starling transcript
        starling transcript 0197a3c2-7b1e
        starling transcript 0197a3c2 --format vtt > call.vtt
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, vtt }

  @Argument(help: "The call's id.") var call: String?
  @Option(help: "text, json or vtt.") var format = Format.text
  @Flag(help: "The same as --format json.") var json = false
  @OptionGroup(title: "Settings") var flags: SettingsFlags

  func run() throws {
    let settings = try ServerAssembly.settings(flags)
    do throws(StoreError) {
      let store = try StoreChoice.store(settings, makes: false)
      guard let call else { return list(try store.calls(CallQuery(limit: 20)).calls) }
      guard let found = try store.call(matching: call), let transcript = try store.transcript(of: found.id)
      else {
        throw .failed(code: 0, reason: "no call's id begins with \"\(call)\"")
      }
      let form = TranscriptExporter.Format(rawValue: json ? "json" : format.rawValue) ?? .text
      FileHandle.standardOutput.write(Data(TranscriptExporter.export(transcript, as: form).utf8))
    } catch {
      throw CommandFailure.failed("\(error)")
    }
  }

  private func list(_ calls: [CallSummary]) {
    if calls.isEmpty { Terminal.say("no calls yet") }
    for call in calls { Terminal.say(CallsListCommand.line(call)) }
  }
}
