public import Audio

/// Something that must outlast the process: opaque bytes with what names them.
public struct JournalRecord: Equatable, Sendable {
  /// Bytes a payload may have: 4 MiB.
  public static let mostPayloadBytes = 4 << 20

  public var call: CallID
  /// Number of the record within its call; the journal carries it and does not judge it.
  public var sequence: UInt32
  /// What the payload is, to whoever reads it.
  public var kind: UInt8
  /// Milliseconds since 1970 as the caller's clock had them; nothing depends on their order.
  public var wallClockMilliseconds: Int64
  /// At most `mostPayloadBytes`.
  public var payload: [UInt8]

  public init(
    call: CallID, sequence: UInt32, kind: UInt8, wallClockMilliseconds: Int64, payload: [UInt8]
  ) {
    self.call = call
    self.sequence = sequence
    self.kind = kind
    self.wallClockMilliseconds = wallClockMilliseconds
    self.payload = payload
  }
}
