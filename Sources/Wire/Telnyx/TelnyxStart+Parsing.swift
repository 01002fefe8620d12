extension TelnyxStart {
  /// Reads a `start` message.
  /// - Throws: ``WireError/missing(_:)`` without the object, the stream's id or the call's.
  init(parsing bytes: Span<UInt8>) throws(WireError) {
    self.init(streamID: "", callControlID: "")
    var cursor = JSONCursor()
    var hasStart = false
    var topLevelStreamID: String?
    try cursor.enterObject(bytes)
    while let key = try cursor.nextKey(bytes) {
      switch key.string(in: bytes) {
      case "stream_id": topLevelStreamID = try cursor.textOrSkip(bytes)?.string(in: bytes)
      case "start":
        hasStart = try cursor.enterObjectOrSkip(bytes)
        if hasStart { try readMembers(bytes, &cursor) }
      default: try cursor.skipValue(bytes)
      }
    }
    guard hasStart else { throw .missing(.start) }
    streamID = topLevelStreamID ?? streamID
    guard !streamID.isEmpty else { throw .missing(.streamID) }
    guard !callControlID.isEmpty else { throw .missing(.callControlID) }
  }

  private mutating func readMembers(
    _ bytes: Span<UInt8>, _ cursor: inout JSONCursor
  ) throws(WireError) {
    while let key = try cursor.nextKey(bytes) {
      switch key.string(in: bytes) {
      // Not documented here; other carriers put it in both places.
      case "stream_id": streamID = try cursor.textOrSkip(bytes)?.string(in: bytes) ?? ""
      case "call_control_id": callControlID = try cursor.textOrSkip(bytes)?.string(in: bytes) ?? ""
      case "call_session_id": callSessionID = try cursor.scalarText(bytes)
      case "user_id": userID = try cursor.scalarText(bytes)
      case "from": from = try cursor.scalarText(bytes)
      case "to": to = try cursor.scalarText(bytes)
      case "tags": tags = try TelnyxStart.strings(bytes, &cursor)
      case "client_state": clientState = try cursor.textOrSkip(bytes)?.string(in: bytes)
      case "custom_parameters", "customParameters": try readParameters(bytes, &cursor)
      case "media_format", "mediaFormat": mediaFormat = try TelnyxMediaFormat(bytes, &cursor)
      default: try cursor.skipValue(bytes)
      }
    }
  }

  /// The strings of an array; nothing if the value is not one.
  private static func strings(
    _ bytes: Span<UInt8>, _ cursor: inout JSONCursor
  ) throws(WireError) -> [String] {
    guard try cursor.enterArrayOrSkip(bytes) else { return [] }
    var strings: [String] = []
    while try cursor.nextElement(bytes) {
      if let text = try cursor.textOrSkip(bytes) { strings.append(text.string(in: bytes)) }
    }
    return strings
  }

  /// Reads either shape that parameters are sent in: an object of values, or an array of `{"name", "value"}`.
  private mutating func readParameters(
    _ bytes: Span<UInt8>, _ cursor: inout JSONCursor
  ) throws(WireError) {
    guard try cursor.peek(bytes) != UInt8(ascii: "{") else {
      try cursor.enterObject(bytes)
      while let key = try cursor.nextKey(bytes) {
        let name = key.string(in: bytes)
        if let value = try cursor.scalarText(bytes) { customParameters[name] = value }
      }
      return
    }
    guard try cursor.enterArrayOrSkip(bytes) else { return }
    while try cursor.nextElement(bytes) { try readParameter(bytes, &cursor) }
  }

  private mutating func readParameter(_ bytes: Span<UInt8>, _ cursor: inout JSONCursor) throws(WireError) {
    guard try cursor.enterObjectOrSkip(bytes) else { return }
    var name: String?
    var value: String?
    while let key = try cursor.nextKey(bytes) {
      switch key.string(in: bytes) {
      case "name": name = try cursor.scalarText(bytes)
      case "value": value = try cursor.scalarText(bytes)
      default: try cursor.skipValue(bytes)
      }
    }
    if let name, let value { customParameters[name] = value }
  }
}
