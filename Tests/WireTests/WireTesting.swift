import Wire

/// The bytes of a text.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// What the scanner makes of a text.
func scan(_ text: String) throws(WireError) -> TelnyxMessage {
  let bytes = bytes(text)
  return try TelnyxScanner.scan(bytes.span)
}

/// The event that a text is.
func event(_ text: String) throws(WireError) -> TelnyxEvent {
  let bytes = bytes(text)
  return try TelnyxEvent(parsing: bytes.span)
}

/// The `start` that a text is.
func start(_ text: String) throws -> TelnyxStart? {
  guard case .start(let start) = try event(text) else { return nil }
  return start
}

/// The audio bytes of a media message; `nil` if its payload is not base64.
func payload(of text: String) throws(WireError) -> [UInt8]? {
  let bytes = bytes(text)
  let message = try TelnyxScanner.scan(bytes.span)
  var isBase64 = false
  let payload = [UInt8](capacity: message.maximumPayloadSize) {
    isBase64 = message.decodePayload(of: bytes.span, into: &$0)
  }
  return isBase64 ? payload : nil
}

/// `bytes` as base64 text.
func base64(_ bytes: [UInt8]) -> String {
  let text = [UInt8](capacity: Base64.encodedSize(bytes.count)) { _ = Base64.encode(bytes.span, into: &$0) }
  return String(decoding: text, as: UTF8.self)
}

/// The bytes of a base64 text; `nil` if it is malformed.
func decoded(base64 text: String) -> [UInt8]? {
  let text = bytes(text)
  var isBase64 = false
  let decoded = [UInt8](capacity: Base64.maximumDecodedSize(text.count)) {
    isBase64 = Base64.decode(text.span, into: &$0)
  }
  return isBase64 ? decoded : nil
}
