/// Which faults may strike a call.
public struct FaultSet: Sendable, Equatable {
  private var bits: UInt64 = 0

  public init() {}

  public init(_ faults: some Sequence<Fault>) {
    for fault in faults { insert(fault) }
  }

  /// Every fault there is.
  public static let all = FaultSet(Fault.allCases)

  public func contains(_ fault: Fault) -> Bool { bits & (1 << UInt64(fault.rawValue)) != 0 }
  public mutating func insert(_ fault: Fault) { bits |= 1 << UInt64(fault.rawValue) }
  public mutating func remove(_ fault: Fault) { bits &= ~(1 << UInt64(fault.rawValue)) }
  public func intersection(_ other: FaultSet) -> FaultSet {
    var both = self
    both.bits &= other.bits
    return both
  }

  public var isEmpty: Bool { bits == 0 }
  public var faults: [Fault] { Fault.allCases.filter(contains) }
}
