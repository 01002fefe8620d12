import Foundation
import ProviderSimulator

/// This program once more, for one cell.
struct DrillProcess {
  /// Calls end long before.
  private static let patience = 120.0

  let cell: DrillCell
  let pki: String
  let fixtures: String

  func verdict() async -> DrillVerdict {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [
      "drills", "--only", "\(cell.adapter.rawValue):\(cell.kind?.rawValue ?? "none")", "--moment",
      cell.moment.rawValue, "--pki", pki, "--fixtures", fixtures,
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    let handle = output.fileHandleForReading
    let text = await withCheckedContinuation { (continuation: CheckedContinuation<Data, Never>) in
      let thread = Thread {
        do { try process.run() } catch { return continuation.resume(returning: Data()) }
        let alarm = DispatchSource.makeTimerSource(queue: .global())
        alarm.schedule(deadline: .now() + Self.patience)
        alarm.setEventHandler { kill(process.processIdentifier, SIGKILL) }
        alarm.resume()
        let data = handle.readDataToEndOfFile()
        process.waitUntilExit()
        alarm.cancel()
        continuation.resume(returning: data)
      }
      thread.start()
    }
    if let verdict = try? JSONDecoder().decode(DrillVerdict.self, from: text) { return verdict }
    let reason = process.isRunning ? "it did not begin" : "it ended with \(process.terminationStatus)"
    return DrillVerdict(cell: cell, lost: "no verdict: \(reason)")
  }
}
