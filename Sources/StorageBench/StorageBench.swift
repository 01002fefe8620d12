import Foundation

/// Measures the journal beside what the machine can do at all: `storage-bench [FOLDER] [SECONDS]`.
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
      exit(results.isEnough ? 0 : 1)
    } catch {
      print("storage-bench: \(error)")
      exit(2)
    }
  }
}
