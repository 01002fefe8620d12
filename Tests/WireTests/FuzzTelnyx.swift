import Wire

/// Reads any bytes in every way a Telnyx message can be read and checks what must hold of the results.
///
/// The body of the fuzzer and of the tests that flip bits: it must return, whatever it is given.
func fuzzTelnyx(_ bytes: Span<UInt8>) {
  let scanned = try? TelnyxScanner.scan(bytes)
  if let message = scanned {
    precondition(message.payload.upperBound <= bytes.count && message.streamID.upperBound <= bytes.count)
    precondition(message.sequence >= -1 && message.chunk >= -1 && message.timestampMs >= -1)
    fuzzPayload(message, bytes)
  }
  fuzzEvent(bytes, isReadable: scanned != nil)
  if let command = try? TelnyxCommand(parsing: bytes) {
    precondition(scanned != nil)
    if case .mark(let name) = command { fuzzMark(name) }
  }
  fuzzBase64(bytes)
  _ = MarkName(parsing: bytes)
}

/// A payload that decodes must survive being sent out and read again.
private func fuzzPayload(_ message: TelnyxMessage, _ bytes: Span<UInt8>) {
  var isBase64 = false
  let audio = [UInt8](capacity: message.maximumPayloadSize) {
    isBase64 = message.decodePayload(of: bytes, into: &$0)
  }
  guard isBase64, message.kind == .media else { return }
  let size = TelnyxEncoder.mediaMessageSize(payloadBytes: audio.count)
  let sent = [UInt8](capacity: size) { _ = TelnyxEncoder.encodeMedia(audio.span, into: &$0) }
  precondition(sent.count == size)
  guard let again = try? TelnyxScanner.scan(sent.span) else {
    preconditionFailure("our own message is not read")
  }
  let returned = [UInt8](capacity: audio.count) { _ = again.decodePayload(of: sent.span, into: &$0) }
  precondition(returned == audio)
}

/// An event that is read must come out of the carrier's encoder as something that reads as the same event.
private func fuzzEvent(_ bytes: Span<UInt8>, isReadable: Bool) {
  guard let event = try? TelnyxEvent(parsing: bytes) else { return }
  precondition(isReadable)
  let carrier = TelnyxCarrierEncoder(streamID: "s\"\u{1}é")
  let again: [UInt8]
  var expected = event
  switch event {
  case .connected(let token): again = TelnyxCarrierEncoder.connected(token: token)
  case .start(var start):
    again = carrier.start(start)
    start.streamID = carrier.streamID
    expected = .start(start)
  case .dtmf(let dtmf):
    _ = dtmf.occurredAtMicroseconds
    again = carrier.dtmf(dtmf, sequence: 2)
  case .mark(let name): again = carrier.mark(name: name, sequence: 3)
  case .error(let error): again = carrier.error(error)
  case .stop(let stop): again = carrier.stop(stop, sequence: 4)
  case .unknown: return
  }
  precondition((try? TelnyxEvent(parsing: again.span)) == expected)
}

/// A mark's name must come back as it was sent.
private func fuzzMark(_ name: String) {
  let text = Array(name.utf8)
  let sent = [UInt8](capacity: TelnyxEncoder.markMessageSize(name: text.span)) {
    _ = TelnyxEncoder.encodeMark(name: text.span, into: &$0)
  }
  precondition((try? TelnyxCommand(parsing: sent.span)) == .mark(name: name))
  if let mark = MarkName(name) { precondition(MarkName(mark.text) == mark) }
}

/// Bytes taken as base64, and as what base64 is made of.
private func fuzzBase64(_ bytes: Span<UInt8>) {
  var isBase64 = false
  let decoded = [UInt8](capacity: Base64.maximumDecodedSize(bytes.count)) {
    isBase64 = Base64.decode(bytes, into: &$0)
  }
  precondition(isBase64 || decoded.isEmpty)
  let size = Base64.encodedSize(bytes.count)
  let text = [UInt8](capacity: size) { _ = Base64.encode(bytes, into: &$0) }
  precondition(text.count == size)
  let returned = [UInt8](capacity: bytes.count) { _ = Base64.decode(text.span, into: &$0) }
  precondition(returned.count == bytes.count)
  for index in bytes.indices { precondition(returned[index] == bytes[index]) }
}
