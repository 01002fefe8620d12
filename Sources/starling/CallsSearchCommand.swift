import ArgumentParser
import Records
import Settings

struct CallsSearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Find what was said, latest first.")

  @Argument(help: "Words that were all said in one turn, in any order.") var text: String
  @Option(help: "In calls that came in from this time on (ISO 8601).") var from: String?
  @Option(help: "In calls that came in before this time.") var until: String?
  @Option(help: "Whose calls.") var tenant: String?
  @Option(help: "Go on after this place.") var after: String?
  @Option(help: "At most so many turns.") var limit = 20
  @Flag(help: "As JSON.") var json = false
  @OptionGroup(title: "Settings") var flags: SettingsFlags

  func run() throws {
    var query = TextQuery(
      text, tenant: tenant, fromMs: try CallsCommand.milliseconds(from),
      untilMs: try CallsCommand.milliseconds(until), limit: limit)
    if let after {
      guard let place = TextCursor(after) else {
        throw ValidationError("\"\(after)\" is no place: CALL/NUMBER")
      }
      query.after = place
    }
    try CallsCommand.reading(flags) { store throws(StoreError) in
      let page = try store.search(query)
      if json {
        CallsCommand.write(TranscriptExporter.json(hits: page.turns))
      } else {
        for turn in page.turns { Terminal.say(TranscriptExporter.line(turn)) }
      }
      if let next = page.next { Terminal.complain("more: --after \(next)") }
    }
  }
}
