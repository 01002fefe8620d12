import Dispatch
import Synchronization

/// Which faults are due. Switched while the simulator runs.
public final class FaultPlan: Sendable {
  private struct Rule {
    var fault: Fault
    /// Requests that it could have spoilt.
    var seen = 0
    var done = 0
  }

  private struct State {
    var rules: [Rule]
    var random: SimulatorRandom
    var strikes: [UInt64] = []
  }

  /// Later strikes are not remembered.
  private static let keptStrikes = 1_000

  private let state: Mutex<State>

  public init(_ faults: [Fault] = [], seed: UInt64 = 1) {
    state = Mutex(State(rules: faults.map { Rule(fault: $0) }, random: SimulatorRandom(seed: seed)))
  }

  public func add(_ faults: [Fault]) { state.withLock { $0.rules += faults.map { Rule(fault: $0) } } }

  public func clear(_ vendor: Vendor? = nil) {
    state.withLock { state in
      state.rules.removeAll { vendor == nil || $0.fault.vendor == vendor }
    }
  }

  /// The fault of one more connection, request or answer of `vendor`; the first rule that is due wins.
  func draw(_ vendor: Vendor, _ level: Fault.Level) -> Fault? {
    state.withLock { state in
      for index in state.rules.indices {
        let fault = state.rules[index].fault
        guard fault.level == level, fault.place != .now, fault.vendor == nil || fault.vendor == vendor else {
          continue
        }
        state.rules[index].seen += 1
        let isDue =
          switch fault.count {
          case .always: true
          case .requests(let range): range.contains(state.rules[index].seen)
          case .share(let share): state.random.fraction() < share
          }
        guard isDue else { continue }
        state.rules[index].done += 1
        if state.strikes.count < Self.keptStrikes { state.strikes.append(Self.now) }
        return fault
      }
      return nil
    }
  }

  /// When a fault was met, in nanoseconds of CLOCK_MONOTONIC.
  public var strikes: [UInt64] { state.withLock { $0.strikes } }

  private static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

  /// Each rule with how many requests it has seen and spoilt.
  var summary: [(fault: Fault, seen: Int, done: Int)] {
    state.withLock { $0.rules.map { ($0.fault, $0.seen, $0.done) } }
  }
}
