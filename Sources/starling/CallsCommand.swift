import ArgumentParser
import Audio
import Foundation
import Records
import Settings

struct CallsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calls", abstract: "List, show, search and export calls.",
    discussion: """
      DATABASE_URL names the database, as for `starling migrate`. Lists are latest first; where there is more, the last
      line on standard error says with which --after it goes on.

      EXAMPLES
        starling calls list --number +15550100017 --from 2026-11-01
        starling calls show 0197a3c2
        starling calls search "call me back" --json
        starling calls export 0197a3c2 --format csv > call.csv
      """,
    subcommands: [
      CallsListCommand.self, CallsShowCommand.self, CallsSearchCommand.self, CallsExportCommand.self,
    ])

  /// Opens the store and runs `body`; its errors are the command's.
  static func reading(
    _ flags: SettingsFlags, _ body: (any RecordStore) throws(StoreError) -> Void
  ) throws {
    let settings = try ServerAssembly.settings(flags)
    do throws(StoreError) {
      try body(try StoreChoice.store(settings, makes: false))
    } catch {
      throw CommandFailure.failed("\(error)")
    }
  }

  static func transcript(_ prefix: String, in store: any RecordStore) throws(StoreError) -> Transcript {
    guard let found = try store.call(matching: prefix), let transcript = try store.transcript(of: found.id)
    else {
      throw .misconfigured(reason: "no call's id begins with \"\(prefix)\"")
    }
    return transcript
  }

  static func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

  /// Milliseconds since 1970 of an ISO 8601 date or time; a date is its midnight, UTC.
  static func milliseconds(_ text: String?) throws -> Int64? {
    guard let text else { return nil }
    let whole = text.count == 10 ? text + "T00:00:00Z" : text
    guard let date = try? Date(whole, strategy: .iso8601) else {
      throw ValidationError("\"\(text)\" is no time: 2026-11-21 or 2026-11-21T09:30:00Z is expected")
    }
    return Int64(date.timeIntervalSince1970 * 1_000)
  }
}
