import Audio
import Testing
import Wire

@Suite("Telnyx events")
struct TelnyxEventTests {
  @Test("the documented messages become these values")
  func documented() throws {
    #expect(try event(TelnyxExamples.connected) == .connected(token: "8Zk2hK4kJ7Qw3vM1"))
    #expect(
      try event(TelnyxExamples.start)
        == .start(
          TelnyxStart(
            streamID: TelnyxExamples.streamID, callControlID: TelnyxExamples.callControlID,
            callSessionID: "7c1f0c9e-90aa-11f0-8f7d-02420aef1b1f",
            userID: "5D0E6B1C-1A2B-4C3D-8E4F-0A1B2C3D4E5F",
            from: "+15550100017", to: "+15550100042", tags: ["sales"], clientState: "eyJjYW1wYWlnbiI6InExIn0="
          )))
    #expect(
      try event(TelnyxExamples.dtmf)
        == .dtmf(TelnyxDTMF(digit: "5", occurredAt: "2026-03-14T09:26:53.589793Z")))
    #expect(try event(TelnyxExamples.mark) == .mark(name: "e3:u12:4200"))
    #expect(
      try event(TelnyxExamples.error)
        == .error(TelnyxStreamError(code: 100005, title: "rate_limit_reached", detail: "Too many requests")))
    #expect(
      try event(TelnyxExamples.stop)
        == .stop(
          TelnyxStop(
            callControlID: TelnyxExamples.callControlID, userID: "5D0E6B1C-1A2B-4C3D-8E4F-0A1B2C3D4E5F")))
    #expect(try event(TelnyxExamples.media) == .unknown("media"))
    #expect(try event(#"{"event":"te\u006cemetry","media":3}"#) == .unknown("telemetry"))
  }

  @Test(
    "a connection without a token is connected all the same",
    arguments: [
      #"{"event":"connected","version":"1.0.0"}"#, #"{"event":"connected","connected":null}"#,
      #"{"event":"connected","connected":{"x-telnyx-streaming-auth-token":null}}"#,
      #"{"event":"connected","protocol":"Call","x-telnyx-streaming-auth-token":"at the wrong place"}"#,
    ])
  func noToken(text: String) throws {
    #expect(try event(text) == .connected(token: nil))
  }

  @Test(
    "strings are decoded: escapes, surrogate pairs, and bytes that are not Unicode",
    arguments: [
      (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"), (#"\u00e9\u20AC"#, "é€"), (#"\uD83D\uDE00"#, "😀"),
      (#"\uD83D"#, "\u{FFFD}"), (#"\uDE00\uD83D"#, "\u{FFFD}\u{FFFD}"), (#"\uD83Dx"#, "\u{FFFD}x"),
      (#"\uD83D\n"#, "\u{FFFD}\n"), (#"\uD83D\u0041"#, "\u{FFFD}A"), (#"\u0000"#, "\u{0}"), ("é€😀", "é€😀"),
      ("", ""),
    ])
  func strings(escaped: String, expected: String) throws {
    #expect(try event(#"{"event":"mark","mark":{"name":"\#(escaped)"}}"#) == .mark(name: expected))
  }

  @Test("invalid UTF-8 is replaced, not refused")
  func invalidUTF8() throws {
    let message = bytes(#"{"event":"mark","mark":{"name":"a"#) + [0xFF, 0xC3] + bytes(#"b"}}"#)
    #expect(try TelnyxEvent(parsing: message.span) == .mark(name: "a\u{FFFD}\u{FFFD}b"))
  }

  @Test(
    "what an event cannot do without is asked for by name",
    arguments: [
      (#"{"event":"start","stream_id":"s"}"#, WireError.missing(.start)),
      (#"{"event":"start","stream_id":"s","start":[]}"#, .missing(.start)),
      (#"{"event":"start","stream_id":"s","start":{"from":"+1"}}"#, .missing(.callControlID)),
      (#"{"event":"start","start":{"call_control_id":"v3:a"}}"#, .missing(.streamID)),
      (#"{"event":"dtmf"}"#, .missing(.dtmfDigit)),
      (#"{"event":"dtmf","dtmf":{"digit":"E"}}"#, .invalid(.dtmfDigit)),
      (#"{"event":"dtmf","dtmf":{"digit":"12"}}"#, .invalid(.dtmfDigit)),
      (#"{"event":"dtmf","dtmf":{"digit":""}}"#, .invalid(.dtmfDigit)),
      (#"{"event":"mark"}"#, .missing(.markName)),
      (#"{"event":"mark","mark":{"name":3}}"#, .missing(.markName)),
      (#"{"event":"mark","name":"x"}"#, .missing(.markName)),
    ])
  func missing(text: String, error: WireError) {
    #expect(throws: error) { try event(text) }
  }

  @Test(
    "every key of a telephone is a digit",
    arguments: zip(Array("0123456789*#ABCDabcd"), Array("0123456789*#ABCDABCD")))
  func digits(sent: Character, read: Character) throws {
    #expect(try event(#"{"event":"dtmf","dtmf":{"digit":"\#(sent)"}}"#) == .dtmf(TelnyxDTMF(digit: read)))
  }

  @Test("digits are ordered by when they were pressed")
  func digitTimes() {
    let first = TelnyxDTMF(digit: "1", occurredAt: "2026-03-14T09:26:53.9Z")
    let second = TelnyxDTMF(digit: "2", occurredAt: "2026-03-14T09:26:54.000001Z")
    #expect(first.occurredAtMicroseconds == 1_773_480_413_900_000)
    #expect(second.occurredAtMicroseconds == 1_773_480_414_000_001)
    #expect(TelnyxDTMF(digit: "3", occurredAt: "now").occurredAtMicroseconds == nil)
    #expect(TelnyxDTMF(digit: "3").occurredAtMicroseconds == nil)
  }

  @Test(
    "an error may lack any part, or all, and its code may be text",
    arguments: [
      (#"{"event":"error"}"#, TelnyxStreamError()),
      (#"{"event":"error","payload":"x"}"#, TelnyxStreamError()),
      (#"{"event":"error","payload":{"code":"100003"}}"#, TelnyxStreamError(code: 100003)),
      (#"{"event":"error","payload":{"title":"t","code":null}}"#, TelnyxStreamError(title: "t")),
    ])
  func errors(text: String, expected: TelnyxStreamError) throws {
    #expect(try event(text) == .error(expected))
  }

  @Test(
    "a stop may lack any part and may give a reason",
    arguments: [
      (#"{"event":"stop"}"#, TelnyxStop()), (#"{"event":"stop","stop":null}"#, TelnyxStop()),
      (#"{"event":"stop","stop":{"reason":"hangup"}}"#, TelnyxStop(reason: "hangup")),
    ])
  func stops(text: String, expected: TelnyxStop) throws {
    #expect(try event(text) == .stop(expected))
  }

  @Test("reading is bounded in depth for rare messages too")
  func depth() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: WireError.tooDeep(limit: 64)) { try event(#"{"event":"start","start":{"tags":\#(deep)"#) }
  }
}
