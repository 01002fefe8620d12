public import Audio

/// What one record of the journal has to say, on its way into a store.
public struct ProjectedRecord: Sendable, Equatable {
  /// Its place in the journal, from 1.
  public var number: UInt64
  public var call: CallID
  /// Its number within the call, from 0: the call's start.
  public var sequence: UInt32
  public var contents: [StoreRecord]

  public init(number: UInt64, call: CallID, sequence: UInt32, contents: [StoreRecord]) {
    self.number = number
    self.call = call
    self.sequence = sequence
    self.contents = contents
  }
}
