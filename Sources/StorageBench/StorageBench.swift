import Foundation

/// Measures journal and projection beside what the machine can do at all: `storage-bench [FOLDER] [SECONDS]`.
///
/// Ends with 1 when a required number is missed.
@main
enum StorageBench {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    let folder =
      arguments.first ?? NSTemporaryDirectory()
      + "starling-storage-bench-\(ProcessInfo.processInfo.processIdentifier)"
    let seconds = arguments.dropFirst().first.flatMap { Int($0) } ?? 10
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let results = try JournalBench(folder: folder, seconds: min(max(seconds, 1), 600)).run()
      print(results.text)
      let projected = try ProjectionBench(
        folder: "\(folder)/projection", records: seconds < 5 ? 100_000 : 400_000
      ).run()
      print("\n\(projected.text)")
      try? FileManager.default.removeItem(atPath: folder)
      exit(results.isEnough && projected.isEnough ? 0 : 1)
    } catch {
      print("storage-bench: \(error)")
      exit(2)
    }
  }
}
