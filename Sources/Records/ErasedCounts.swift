/// How many rows an erasure removed, or took the person out of.
public struct ErasedCounts: Sendable, Equatable {
  /// Calls that keep their row, without numbers, carrier names, slots and recording.
  public var calls = 0
  public var segments = 0
  public var events = 0
  public var outcomes = 0
  public var consents = 0
  public var contacts = 0
  public var parked = 0

  public init() {}
}
