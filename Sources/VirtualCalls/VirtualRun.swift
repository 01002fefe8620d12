internal import Audio
internal import CallCore
internal import Dispatch
internal import Synchronization

/// Plays many calls in virtual time.
public struct VirtualRun: Sendable {
  public let options: VirtualOptions
  var tampering: Tampering?
  /// Failures that are tried again with fewer faults; it costs a hundred calls each.
  var shrunkFailures = 3
  /// Calls that a thread takes at a time.
  private static let batch = 256

  public init(options: VirtualOptions) { self.options = options }

  /// Plays all calls and tells what was seen; the same for the same options, whatever the threads do.
  ///
  /// - Parameter progress: is told now and then, from any thread, how many calls are done.
  public func run(progress: @escaping @Sendable (Int) -> Void = { _ in }) -> VirtualTally {
    let next = Atomic(0)
    let total = Mutex(VirtualTally())
    DispatchQueue.concurrentPerform(iterations: max(1, options.threads)) { _ in
      let agents = VirtualAgents()
      var tally = VirtualTally()
      while true {
        let first = next.add(Self.batch, ordering: .relaxed).oldValue
        guard first < options.calls else { break }
        for call in first..<min(options.calls, first + Self.batch) {
          play(options.first + call, agents, &tally)
        }
        progress(min(options.calls, first + Self.batch))
      }
      total.withLock { $0.add(tally) }
    }
    return total.withLock { $0 }
  }

  private func play(_ number: Int, _ agents: borrowing VirtualAgents, _ tally: inout VirtualTally) {
    var call = VirtualCall(
      seed: options.seed, call: number, only: options.faults, agents: agents, tampering: tampering)
    call.run()
    tally.add(call)
    guard let broken = call.judge.violation else { return }
    tally.keep(
      VirtualFailure(
        seed: options.seed, call: number, invariant: broken.invariant, detail: broken.detail,
        faults: tally.failures.count < shrunkFailures ? shrunk(number, broken.invariant, agents) : nil))
  }

  /// The call with as few faults as still break the same rule.
  private func shrunk(_ number: Int, _ invariant: Invariant, _ agents: borrowing VirtualAgents) -> FaultSet? {
    func breaks(_ faults: FaultSet) -> Bool {
      var call = VirtualCall(
        seed: options.seed, call: number, only: faults, agents: agents, tampering: tampering)
      call.run()
      return call.judge.violation?.invariant == invariant
    }
    var dice = Dice(seed: options.seed, call: number)
    var kept = CallPlan(dice: &dice, only: options.faults).faults
    // A fault that seemed needed may not be once others are gone.
    for _ in 0..<2 {
      for fault in kept.faults {
        var fewer = kept
        fewer.remove(fault)
        if breaks(fewer) { kept = fewer }
      }
    }
    return breaks(kept) ? kept : nil
  }

  /// Plays one call and tells it line by line, with the rule that it breaks, if any.
  public func trace(_ number: Int) -> (lines: [String], failure: VirtualFailure?) {
    var call = VirtualCall(
      seed: options.seed, call: number, only: options.faults, agents: VirtualAgents(), tampering: tampering,
      traces: true)
    call.run()
    let failure = call.judge.violation.map {
      VirtualFailure(
        seed: options.seed, call: number, invariant: $0.invariant, detail: $0.detail,
        faults: options.faults == .all ? nil : options.faults)
    }
    return (call.trace?.lines ?? [], failure)
  }
}
