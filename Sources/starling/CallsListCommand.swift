import ArgumentParser
import Audio
import Records
import Settings

struct CallsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List calls, latest first.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, csv }

  @Option(help: "Calls that came in from this time on (ISO 8601).") var from: String?
  @Option(help: "Calls that came in before this time.") var until: String?
  @Option(help: "Who called or was called.") var number: String?
  // `--agent` is the setting that names a definition's file.
  @Option(help: "The agent's name.") var agentName: String?
  @Option(help: "What came of it.") var outcome: String?
  @Option(help: "Words that were said in it.") var text: String?
  @Option(help: "Whose calls.") var tenant: String?
  @Option(help: "Go on after this call.") var after: String?
  @Option(help: "At most so many calls.") var limit = 20
  @Option(help: "text, json or csv.") var format = Format.text
  @Flag(help: "The same as --format json.") var json = false
  @OptionGroup(title: "Settings") var flags: SettingsFlags

  func run() throws {
    var query = CallQuery(
      tenant: tenant, fromMs: try CallsCommand.milliseconds(from),
      untilMs: try CallsCommand.milliseconds(until),
      number: number, agent: agentName, outcome: outcome, text: text, limit: limit)
    if let after {
      guard let id = CallID(after) else { throw ValidationError("\"\(after)\" is no call's id") }
      query.after = id
    }
    try CallsCommand.reading(flags) { store throws(StoreError) in
      let page = try store.calls(query)
      switch json ? .json : format {
      case .json: CallsCommand.write(TranscriptExporter.json(calls: page.calls))
      case .csv: CallsCommand.write(TranscriptExporter.csv(calls: page.calls))
      case .text: for call in page.calls { Terminal.say(Self.line(call)) }
      }
      if let next = page.next { Terminal.complain("more: --after \(next)") }
    }
  }

  static func line(_ call: CallSummary) -> String {
    let seconds = max(0, (call.endedMs ?? call.startedMs ?? 0) &- (call.startedMs ?? 0)) / 1_000
    return
      "\(call.id)  \(call.from ?? "-")  \(seconds) s  \(call.endReason ?? "running")  \(call.outcome ?? "-")"
  }
}
