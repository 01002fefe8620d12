import Dispatch
import Foundation
import LoadReport

/// One run of callsim.
struct CallsimProcess {
  let path: String
  /// Where it leaves its result; removed when the run is interrupted.
  let folder: String
  /// Its own table goes to the terminal.
  let showsTable: Bool
  /// The only processor it may use.
  var core: Int?

  private static let interruptions = [SIGINT, SIGTERM]

  /// Runs it to its end; children of a program that is interrupted go down with it.
  ///
  /// - Parameter meanwhile: called about twice a second on another thread.
  func run(
    _ arguments: [String], against engine: EngineProcess, meanwhile: (@Sendable () -> Void)? = nil
  ) throws(LoadFailure) -> CallsimResult {
    let json = "\(folder)/callsim.json"
    let callsim = Process()
    callsim.executableURL = URL(fileURLWithPath: core == nil ? path : "/usr/bin/taskset")
    callsim.arguments = (core.map { ["-c", "\($0)", path] } ?? []) + arguments + ["--json", json]
    if !showsTable { callsim.standardOutput = FileHandle.nullDevice }
    do {
      try callsim.run()
    } catch {
      throw LoadFailure("cannot run \(path): \(error.localizedDescription)")
    }
    let sources = Self.onInterruption(
      end: [engine.identifier, callsim.processIdentifier], removing: folder)
    let watch = meanwhile.map(Self.timer)
    callsim.waitUntilExit()
    watch?.cancel()
    for source in sources { source.cancel() }
    for signal in Self.interruptions { Foundation.signal(signal, SIG_DFL) }
    // Its exit code judges by thresholds of its own; without a result there is nothing to judge here.
    guard let data = FileManager.default.contents(atPath: json) else {
      throw LoadFailure("callsim left no result (exit code \(callsim.terminationStatus))")
    }
    do throws(LoadReportError) {
      return try CallsimResult(parsing: data)
    } catch {
      throw LoadFailure("\(error)")
    }
  }

  private static func timer(_ body: @escaping @Sendable () -> Void) -> any DispatchSourceTimer {
    let timer = DispatchSource.makeTimerSource(queue: .global())
    timer.schedule(deadline: .now() + 0.5, repeating: 0.5)
    timer.setEventHandler(handler: body)
    timer.resume()
    return timer
  }

  private static func onInterruption(end children: [Int32], removing folder: String)
    -> [any DispatchSourceSignal]
  {
    interruptions.map { signal in
      Foundation.signal(signal, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: signal, queue: .global())
      source.setEventHandler {
        for child in children { kill(child, SIGKILL) }
        try? FileManager.default.removeItem(atPath: folder)
        Foundation.exit(128 + signal)
      }
      source.resume()
      return source
    }
  }
}
