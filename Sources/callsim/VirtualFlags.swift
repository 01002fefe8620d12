import ArgumentParser
import CallSimulator
import Foundation
import VirtualCalls

/// Calls in virtual time, on the command line.
struct VirtualFlags: ParsableArguments {
  @Flag(
    help: """
      No sockets: the real call machine in virtual time, against callers, carriers and providers that go wrong in every \
      way; takes --calls and --seed.
      """) var virtual = false
  @Option(help: ArgumentHelp("Play this one of the calls.", valueName: "N")) var call: Int?
  @Flag(help: "Show its events and effects.") var trace = false
  @Option(
    help: ArgumentHelp("Let only these faults strike, comma-separated, or none.", valueName: "FAULTS"))
  var faults: String?
  @Option(help: "Threads to play on; 0 for one a processor. The result does not depend on them.")
  var threads = 0

  /// Options that mean something in virtual time.
  private static let allowed: Set<String> = [
    "--virtual", "--call", "--calls", "--seed", "--trace", "--faults", "--threads", "--quiet",
  ]
  private static let virtualOnly: Set<String> = ["--call", "--trace", "--faults", "--threads"]

  /// Options of the other kind of simulation are refused rather than left unheard.
  func check(_ arguments: [String]) throws(SimulatorError) {
    let names = arguments.filter { $0.hasPrefix("--") }.map { String($0.prefix { $0 != "=" }) }
    if virtual {
      if let other = names.first(where: { !Self.allowed.contains($0) }) {
        throw .badOption("\(other) is about calls over sockets and does not go with --virtual")
      }
    } else if let other = names.first(where: Self.virtualOnly.contains) {
      throw .badOption("\(other) needs --virtual")
    }
  }

  func options(calls: Int?, seed: UInt64) throws(SimulatorError) -> VirtualOptions {
    var options = VirtualOptions()
    options.seed = seed
    if let call {
      guard calls == nil else { throw .badOption("--call plays one call: leave --calls out") }
      guard call >= 0 else { throw .badOption("--call counts from 0, not \(call)") }
      options.first = call
      options.calls = 1
    } else {
      guard !trace else { throw .badOption("--trace wants a call to show: add --call N") }
      options.calls = calls ?? options.calls
      guard options.calls > 0 else { throw .badOption("--calls wants at least 1, not \(options.calls)") }
    }
    guard (0...1_024).contains(threads) else { throw .badOption("--threads takes 0 to 1024, not \(threads)") }
    options.threads = threads == 0 ? ProcessInfo.processInfo.activeProcessorCount : threads
    if let faults { options.faults = try Self.faults(faults) }
    return options
  }

  private static func faults(_ text: String) throws(SimulatorError) -> FaultSet {
    var set = FaultSet()
    guard text != "none" else { return set }
    for name in text.split(separator: ",") {
      guard let fault = Fault(name: String(name)) else {
        let all = Fault.allCases.map(\.name).joined(separator: ", ")
        throw .badOption("--faults knows no \"\(name)\"; there are \(all)")
      }
      set.insert(fault)
    }
    return set
  }
}
