/// What is to be played in virtual time.
public struct VirtualOptions: Sendable, Equatable {
  /// Call numbers from `first` on.
  public var first = 0
  public var calls = 100_000
  public var seed: UInt64 = 1
  /// Threads to play on; the result does not depend on them.
  public var threads = 1
  /// The faults that may strike.
  public var faults = FaultSet.all

  public init() {}
}
