import ArgumentParser
import Foundation
import LoadReport

/// Holds many calls at once against an engine of its own, and judges what they found.
struct LoadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load", abstract: "Many calls at once, judged row by row.",
    discussion: """
      Starts the engine with simulated providers on free loopback ports, lets callsim call it, and prints what \
      was measured beside what must hold and what we aim at.

      EXIT CODES
        0  every must was met   1  one was missed, or the run could not be held   64  wrong usage
        3  no verdict: callsim itself was too slow for its findings to mean anything
      """)

  @OptionGroup var options: LoadOptions
  @Option(help: "Calls at the same time.") var calls = 1_000
  @Option(help: ArgumentHelp("How long they run after the ramp.", valueName: "TIME")) var duration = "60s"
  @Option(
    help: "How many times the table's CPU, memory and latency still pass, on a machine that is not quiet.")
  var slack = 1.0

  func validate() throws {
    guard (1...20_000).contains(calls) else { throw ValidationError("--calls wants 1 to 20000") }
    guard slack >= 1 else { throw ValidationError("--slack wants 1 or more") }
  }

  func run() async throws {
    let run = try await LoadBench(options).hold(calls: calls, duration: duration, showsTable: true)
    let table = run.table(slack: slack)
    print("\n\(table.text)")
    guard run.result.isValid else {
      complain("no verdict: callsim itself was too slow; use fewer calls or a quieter machine")
      throw ExitCode(3)
    }
    if !table.passes { throw ExitCode(1) }
  }
}
