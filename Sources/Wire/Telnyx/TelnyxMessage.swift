/// What ``TelnyxScanner`` found in one message: numbers, and places in the bytes that were scanned.
///
/// A trivial value. Ranges count from the start of those bytes and lie within them. Numbers that are absent, or that
/// are neither a number nor a string of digits, are -1.
public struct TelnyxMessage: Hashable, Sendable {
  public var kind: TelnyxKind
  /// Position in the stream, one counter across all kinds.
  public var sequence: Int64 = -1
  /// Where the stream's id stands, its quotation marks excluded; empty if absent.
  public var streamID: Range<Int> = 0..<0

  /// The rest is of `media` messages only, and left as it is here for others.
  public var track: TelnyxTrack = .inbound
  /// Counts media messages; where it begins, and whether each track has its own, is the carrier's choice.
  public var chunk: Int64 = -1
  /// The carrier's own media clock, probably in milliseconds; a hint for ordering and no more.
  public var timestampMs: Int64 = -1
  /// Where the base64 of the codec payload stands, its quotation marks excluded. It may be empty.
  public var payload: Range<Int> = 0..<0
  /// Whether JSON escapes are among it; ``Base64/decode(_:into:)`` reads them.
  public var payloadHasEscapes = false

  /// A message with nothing in it yet.
  @_noAllocation @_noLocks
  public init(kind: TelnyxKind) { self.kind = kind }

  /// The most bytes that the payload can hold; exact when it is neither padded nor escaped.
  public var maximumPayloadSize: Int { Base64.maximumDecodedSize(payload.count) }

  /// Appends the codec bytes of the payload; `bytes` is the message that was scanned.
  /// - Returns: `false`, with nothing appended, if the payload is not base64 or does not fit.
  @_noAllocation @_noLocks
  public func decodePayload(of bytes: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> Bool {
    Base64.decode(bytes, in: payload, into: &output)
  }
}
