/// Reads a Telnyx media-stream message once, in place, in either direction.
///
/// Keys may stand in any order and are taken only where the protocol puts them; unknown fields and events are passed
/// over. Nothing is allocated, nothing recurses, and the cost is linear in the message.
/// Source: Telnyx, "Stream call media over WebSocket".
public enum TelnyxScanner {
  /// - Parameter bytes: one whole text message.
  /// - Throws: ``WireError`` if it is not one JSON object, nests too deeply, has no `event`, or is `media` without a
  ///   payload.
  @_noAllocation @_noLocks
  public static func scan(_ bytes: Span<UInt8>) throws(WireError) -> TelnyxMessage {
    var cursor = JSONCursor()
    var media = TelnyxMessage(kind: .media)
    var hasPayload = false
    var kind: TelnyxKind?
    var sequence: Int64 = -1
    var streamID = 0..<0
    try cursor.enterObject(bytes)
    while let key = try cursor.nextKey(bytes) {
      let name = JSONWord(key, in: bytes)
      if name.matches("event") {
        kind = nil  // of a repeated key the last value counts
        if let text = try cursor.textOrSkip(bytes) { kind = TelnyxKind(JSONWord(text, in: bytes)) }
      } else if name.matches("media") {
        hasPayload = try scanMedia(bytes, &cursor, into: &media)
      } else if name.matches("sequence_number") {
        sequence = try cursor.wholeNumber(bytes) ?? -1
      } else if name.matches("stream_id") {
        streamID = try cursor.textOrSkip(bytes)?.range ?? 0..<0
      } else {
        try cursor.skipValue(bytes)
      }
    }
    try cursor.finish(bytes)
    guard let kind else { throw .missing(.event) }
    var message = TelnyxMessage(kind: kind)
    if case .media = kind {
      guard hasPayload else { throw .missing(.mediaPayload) }
      message = media
    }
    message.sequence = sequence
    message.streamID = streamID
    return message
  }

  /// Reads the object under `media`; returns whether there was a payload in it.
  @inline(__always) @_noAllocation @_noLocks
  private static func scanMedia(
    _ bytes: Span<UInt8>, _ cursor: inout JSONCursor, into message: inout TelnyxMessage
  ) throws(WireError) -> Bool {
    message = TelnyxMessage(kind: .media)  // of a repeated key the last value counts
    var hasPayload = false
    guard try cursor.enterObjectOrSkip(bytes) else { return false }
    while let key = try cursor.nextKey(bytes) {
      let name = JSONWord(key, in: bytes)
      if name.matches("payload") {
        let text = try cursor.textOrSkip(bytes) ?? JSONText(range: 0..<0, hasEscapes: false)
        hasPayload = text.range.lowerBound > 0
        message.payload = text.range
        message.payloadHasEscapes = text.hasEscapes
      } else if name.matches("track") {
        message.track = .inbound
        if let text = try cursor.textOrSkip(bytes) { message.track = TelnyxTrack(JSONWord(text, in: bytes)) }
      } else if name.matches("chunk") {
        message.chunk = try cursor.wholeNumber(bytes) ?? -1
      } else if name.matches("timestamp") {
        message.timestampMs = try cursor.wholeNumber(bytes) ?? -1
      } else {
        try cursor.skipValue(bytes)
      }
    }
    return hasPayload
  }
}
