import ArgumentParser
import Foundation
import Records
import Retention
import Settings

struct RetainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retain", abstract: "Remove what has been kept for long enough, now.",
    discussion: """
      A server does so by itself at its start and every hour, with the same --retain.

        calls         everything of a call, with its recording and contacts that were last seen in it
        transcripts   what was said, slots included; the call stays, with its numbers, times and outcome
        events        what happened in a call
        recordings    the files, and their names in the call
        event-logs    the files

      EXAMPLES
        starling retain --retain transcripts=90d,recordings=30d --dry-run
        starling retain --retain calls=365d
      """)

  @Flag(help: "Only count.") var dryRun = false
  @OptionGroup(title: "Settings") var flags: SettingsFlags

  func run() throws {
    let settings = try ServerAssembly.settings(flags)
    guard !settings.retention.isEmpty else {
      throw CommandFailure.misconfigured("nothing to do: give --retain \(RetentionPolicy.wanted)")
    }
    do throws(StoreError) {
      // First as it is: nothing is made where there is no database.
      let found = try StoreChoice.store(settings, makes: false)
      var store = found
      if !dryRun { store = try StoreChoice.store(settings, makes: true) }
      let run = RetentionRun(settings.retention, store: store, folders: Self.folders(settings))
      let now = Int64(Date().timeIntervalSince1970 * 1_000)
      var counts = dryRun ? try run.count(nowMs: now) : [:]
      var failures = 0
      if !dryRun {
        try run.remove(nowMs: now) { kind, count in
          counts[kind, default: 0] += count
        } failed: { path in
          failures += 1
          Terminal.complain("cannot remove \(path)")
        }
      }
      for kind in RetainedKind.allCases where settings.retention.milliseconds[kind] != nil {
        Terminal.say("\(kind.rawValue)  \(counts[kind] ?? 0)\(dryRun ? " would be removed" : " removed")")
      }
      if failures > 0 { throw StoreError.failed(code: 0, reason: "\(failures) files are still there") }
    } catch {
      throw CommandFailure.failed("\(error)")
    }
  }

  static func folders(_ settings: ResolvedSettings) -> RetentionFolders {
    RetentionFolders(
      recordings: "\(settings.dataDirectory)/recordings", eventLogs: ServerAssembly.eventLogFolder(settings))
  }
}
