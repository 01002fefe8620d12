import CallSimulator
import Foundation
import VirtualCalls

/// Plays calls in virtual time and tells what was found.
struct VirtualSimulation {
  let options: VirtualOptions
  let traces: Bool
  let isQuiet: Bool
  /// Fewer calls than this need not meet every fault.
  private static let fullCoverage = 2_000

  /// - Returns: whether every invariant held.
  func run() -> Bool {
    if traces { return trace() }
    let clock = ContinuousClock()
    let start = clock.now
    let isShown = !isQuiet && isatty(STDERR_FILENO) == 1
    let all = options.calls
    let tally = VirtualRun(options: options).run { done in
      if isShown, done % 10_240 == 0 || done == all { Self.complain("\r\(done) of \(all) calls ") }
    }
    if isShown { Self.complain("\n") }
    if !isQuiet { print(summary(tally, took: clock.now - start), terminator: "") }
    var problems = tally.failures.map(\.description)
    if tally.failedCalls > problems.count {
      problems.append("and \(tally.failedCalls - problems.count) more")
    }
    if options.calls >= Self.fullCoverage, options.faults == .all { problems += tally.gaps }
    if tally.ledger.cutCount >= Self.fullCoverage, tally.ledger.cutsWithin(1) < 0.95 {
      problems.append("the ledger is within one word in less than 95 % of cuts")
    }
    for line in problems { Self.complain("\(line)\n") }
    return problems.isEmpty
  }

  private func trace() -> Bool {
    let (lines, failure) = VirtualRun(options: options).trace(options.first)
    for line in lines { print(line) }
    if let failure { Self.complain("\(failure)\n") }
    return failure == nil
  }

  private static func complain(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  private func summary(_ tally: VirtualTally, took: Duration) -> String {
    let seconds = max(1e-9, Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18)
    let ledger = tally.ledger
    let lines = [
      "\(tally.calls) calls in \(Self.figure(seconds)) s, \(Int(Double(tally.calls) / seconds)) a second, "
        + "\(Self.figure(tally.virtualHours)) virtual hours, seed \(options.seed), threads \(options.threads)",
      "\(tally.eventsFed) events, \(tally.messages) messages, \(tally.replies) replies, "
        + "\(tally.checks.reduce(0, +)) checks, \(tally.failedCalls) calls with a broken invariant",
      "events   " + Self.counts(VirtualTally.eventNames, tally.events),
      "ends     " + Self.counts(VirtualTally.endNames, tally.ends),
      "faults   " + Self.counts(Fault.allCases.map(\.name), tally.faults),
      "checks   " + Self.counts(Invariant.allCases.map(\.name), tally.checks),
      "ledger   \(ledger.cutCount) cuts: exact \(Self.percent(ledger.cutsWithin(0))), within one word "
        + "\(Self.percent(ledger.cutsWithin(1))), within two \(Self.percent(ledger.cutsWithin(2))), mean error "
        + "\(Self.figure(ledger.meanOfCuts)) words; heard to the end \(ledger.wholeCount): exact "
        + Self.percent(ledger.wholesWithin(0)),
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func counts(_ names: [String], _ counts: [Int]) -> String {
    zip(names, counts).map { "\($0) \($1)" }.joined(separator: ", ")
  }

  private static func figure(_ value: Double) -> String { String(format: "%.2f", value) }
  private static func percent(_ share: Double) -> String { String(format: "%.2f %%", share * 100) }
}
