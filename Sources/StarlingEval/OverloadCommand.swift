import ArgumentParser
import Foundation
import LoadReport

/// Offers an engine far more calls than it can hold, and judges those that it took.
struct OverloadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "overload", abstract: "More calls than fit: those that were taken must not notice.",
    discussion: """
      Gives the engine one processor and callsim another, offers it twice what a processor holds, and judges the \
      calls that it took as `load` does. What was left out under load is shown in the order in which it is left out.

      EXIT CODES
        0  every must was met   1  one was missed   64  wrong usage
        3  no verdict: callsim itself was too slow for its findings to mean anything
      """)

  @OptionGroup var options: LoadOptions
  @Option(help: "Calls that are offered.") var calls = 2_000
  @Option(help: ArgumentHelp("How long those that are taken run after the ramp.", valueName: "TIME"))
  var duration = "20s"

  func validate() throws {
    guard (100...20_000).contains(calls) else { throw ValidationError("--calls wants 100 to 20000") }
    guard ProcessInfo.processInfo.activeProcessorCount > 1 else {
      throw ValidationError("it takes two processors: one for the engine, one for callsim")
    }
  }

  func run() async throws {
    let (run, shed) = try await LoadBench(options).overload(calls: calls, duration: duration)
    let taken = run.result["callsOpened"].map { " of \(calls) offered, \(Int($0)) were taken" } ?? ""
    print("\n  \(taken.trimmingCharacters(in: .whitespaces)); left out: \(shed)\n")
    let table = run.overloadTable
    print(table.text)
    guard run.result.isValid else {
      complain("no verdict: callsim itself was too slow; use a quieter machine")
      throw ExitCode(3)
    }
    if !table.passes { throw ExitCode(1) }
  }
}
