public import Audio

/// A record of the journal that the store cannot take, kept as it was with the reason, so that the others can go on.
public struct ParkedRecord: Sendable, Equatable {
  public var number: UInt64
  public var call: CallID
  public var sequence: UInt32
  public var kind: UInt8
  /// When it was recorded, milliseconds since 1970.
  public var recordedMs: Int64
  public var payload: [UInt8]
  public var reason: String

  public init(
    number: UInt64, call: CallID, sequence: UInt32, kind: UInt8, recordedMs: Int64, payload: [UInt8],
    reason: String
  ) {
    self.number = number
    self.call = call
    self.sequence = sequence
    self.kind = kind
    self.recordedMs = recordedMs
    self.payload = payload
    self.reason = reason
  }
}
