/// A broken invariant and how to see it again.
public struct VirtualFailure: Error, Sendable, Equatable {
  public var seed: UInt64
  public var call: Int
  public var invariant: Invariant
  public var detail: String
  /// The fewest faults found with which it still breaks; nil when none could be left out.
  public var faults: FaultSet?

  /// One line that replays it.
  public var replay: String {
    let only = faults.map { set in
      " --faults \(set.isEmpty ? "none" : set.faults.map(\.name).joined(separator: ","))"
    }
    return "callsim --virtual --seed \(seed) --call \(call)\(only ?? "")"
  }
}

extension VirtualFailure: CustomStringConvertible {
  public var description: String { "\(replay)  # \(invariant.name): \(detail)" }
}
