/// How far a call is stored. `recordCount` is `lastSequence` + 1 when nothing is missing, parked or stored twice.
public struct CallProgress: Sendable, Equatable {
  public var recordCount: Int
  public var lastSequence: Int64

  public init(recordCount: Int, lastSequence: Int64) {
    self.recordCount = recordCount
    self.lastSequence = lastSequence
  }
}
