import Foundation

/// Measures journal, projection and stores beside what the machine can do at all.
///
/// `storage-bench [--seconds N] [--postgres URL] [--year SEGMENTS]`. Without a URL it starts a PostgreSQL server of its
/// own; the database of a URL is emptied. Ends with 1 when a required number is missed, with 2 when something failed.
@main
enum StorageBench {
  static func main() {
    var arguments = CommandLine.arguments.dropFirst()
    var options: [String: String] = [:]
    while let name = arguments.popFirst() {
      guard ["--seconds", "--postgres", "--year"].contains(name), let value = arguments.popFirst() else {
        print("usage: storage-bench [--seconds N] [--postgres URL] [--year SEGMENTS]")
        exit(64)
      }
      options[name] = value
    }
    let folder =
      NSTemporaryDirectory() + "starling-storage-bench-\(ProcessInfo.processInfo.processIdentifier)"
    let seconds = min(max(options["--seconds"].flatMap { Int($0) } ?? 10, 1), 600)
    do {
      let isEnough = try run(folder, seconds: seconds, options)
      try? FileManager.default.removeItem(atPath: folder)
      exit(isEnough ? 0 : 1)
    } catch {
      try? FileManager.default.removeItem(atPath: folder)
      print("storage-bench: \(error)")
      exit(2)
    }
  }

  private static func run(_ folder: String, seconds: Int, _ options: [String: String]) throws -> Bool {
    // As one would set it up for a machine of some gigabytes; it syncs what it commits.
    let server =
      options["--postgres"] == nil
      ? try PostgresServer(parameters: ["shared_buffers=512MB", "max_wal_size=4GB"]) : nil
    guard let postgres = options["--postgres"] ?? server?.url("postgres") else { return false }
    let stores = StoreBench(folder: folder, postgres: postgres)
    defer { withExtendedLifetime(server) {} }
    if let year = options["--year"].flatMap({ Int($0) }) { return try stores.year(year) }
    let count = seconds < 5 ? 100_000 : 400_000
    let journal = try JournalBench(folder: folder, seconds: seconds).run()
    print(journal.text)
    let projected = try ProjectionBench(folder: "\(folder)/projection", records: count).run()
    print("\n\(projected.text)\n")
    let isTaken = try stores.takeIn(count)
    return journal.isEnough && projected.isEnough && isTaken
  }
}
