import Testing
import Wire

@Suite("Telnyx scanner")
struct TelnyxScannerTests {
  @Test(
    "every documented message is known by its kind",
    arguments: zip(
      TelnyxExamples.all,
      [
        TelnyxKind.connected, .start, .media, .dtmf, .mark, .error, .stop, .media, .mark, .clear,
      ]))
  func kinds(text: String, kind: TelnyxKind) throws {
    #expect(try scan(text).kind == kind)
  }

  @Test("the documented media message is read in full")
  func documentedMedia() throws {
    let text = TelnyxExamples.media
    let message = try scan(text)
    #expect(message.sequence == 4)
    #expect(message.track == .inbound)
    #expect(message.chunk == 3)
    #expect(message.timestampMs == 60)
    #expect(!message.payloadHasEscapes)
    #expect(String(decoding: bytes(text)[message.payload], as: UTF8.self) == "/////////////////w==")
    #expect(String(decoding: bytes(text)[message.streamID], as: UTF8.self) == TelnyxExamples.streamID)
    #expect(try payload(of: text) == [UInt8](repeating: 0xFF, count: 13))
  }

  @Test("payloads of any size arrive whole", arguments: [0, 1, 80, 160, 161, 320, 640, 792, 1920])
  func payloadSizes(size: Int) throws {
    var random = SeededGenerator(seed: UInt64(size))
    let audio = random.bytes(size)
    #expect(try payload(of: #"{"event":"media","media":{"payload":"\#(base64(audio))"}}"#) == audio)
  }

  @Test(
    "numbers may be strings or numbers; what is neither is absent and costs no audio",
    arguments: [
      (#""7""#, 7), ("7", 7), (#""0""#, 0), ("0", 0), ("7.9", 7), (#""\u0037""#, 7), (#""007""#, 7),
      ("9223372036854775807", Int64.max), (#""9223372036854775807""#, Int64.max),
      ("9223372036854775808", -1), (#""99999999999999999999999""#, -1), ("-7", -1), (#""-7""#, -1),
      ("7e1", -1),
      (#""""#, -1), (#"" 7""#, -1), (#""x""#, -1), ("null", -1), ("true", -1), ("[7]", -1), (#"{"a":7}"#, -1),
    ])
  func numbers(value: String, expected: Int64) throws {
    let text = """
      {"event":"media","sequence_number":\(value),"media":{"chunk":\(value),"timestamp":\(value),"payload":"AAAA"}}
      """
    let message = try scan(text)
    #expect(message.sequence == expected)
    #expect(message.chunk == expected)
    #expect(message.timestampMs == expected)
    #expect(try payload(of: text) == [0, 0, 0])
  }

  @Test(
    "a track is inbound unless it says outbound",
    arguments: [
      (#""track":"inbound","#, TelnyxTrack.inbound), (#""track":"outbound","#, .outbound),
      (#""track":"inbound_track","#, .inbound), (#""track":"outbound_track","#, .outbound),
      ("", .inbound), (#""track":null,"#, .inbound), (#""track":3,"#, .inbound),
      (#""track":"both","#, .inbound),
      (#""track":"out\u0062ound","#, .outbound),
    ])
  func tracks(member: String, expected: TelnyxTrack) throws {
    #expect(try scan(#"{"event":"media","media":{\#(member)"payload":"AAAA"}}"#).track == expected)
  }

  @Test(
    "an unknown event is a kind of its own",
    arguments: ["telemetry", "", "Media", "mediamediamediamedia", "médiа"])
  func unknownEvents(name: String) throws {
    #expect(
      try scan(#"{"event":"\#(name)","media":{"payload":"AAAA","chunk":9}}"#) == TelnyxMessage(kind: .unknown)
    )
  }

  @Test(
    "names are matched only where the protocol puts them",
    arguments: [
      #"{"x":{"event":"stop","media":{"payload":"BBBB"},"payload":"CCCC"},"event":"media","media":{"payload":"AAAA"}}"#,
      #"{"event":"media","payload":"BBBB","media":{"payload":"AAAA","x":{"payload":"CCCC","chunk":5}}}"#,
      #"{"event":"media","media":{"x":["payload",{"payload":"BBBB"}],"payload":"AAAA"},"payload":{"payload":"CCCC"}}"#,
      #"{"chunk":"5","event":"media","media":{"event":"stop","media":{"payload":"BBBB"},"payload":"AAAA"},"track":"outbound"}"#,
      #"{"event":"media","media":{"payload":"BBBB"},"media":{"payload":"AAAA"}}"#,
      #"{"event":"stop","media":{"payload":"AAAA"},"event":"media"}"#,
      #"{"event":"media","media":{"\"payload\":\"":"BBBB","payload":"AAAA"}}"#,
      #"{"\u0065vent":"m\u0065dia","\u006dedia":{"\u0070ayload":"AAAA"}}"#,
      "\r\n\t {  \"event\" :\n\"media\"\t, \"media\" : {\"payload\"\r:\r\"AAAA\" } }\n \t",
    ])
  func places(text: String) throws {
    let message = try scan(text)
    #expect(message.kind == .media)
    #expect(message.chunk == -1)
    #expect(message.track == .inbound)
    #expect(String(decoding: bytes(text)[message.payload], as: UTF8.self) == "AAAA")
  }

  @Test("escaped slashes in the payload are reported and decoded")
  func escapedSlashes() throws {
    let text = TelnyxExamples.media.split(separator: "/", omittingEmptySubsequences: false).joined(
      separator: #"\/"#)
    #expect(try scan(text).payloadHasEscapes)
    #expect(try payload(of: text) == [UInt8](repeating: 0xFF, count: 13))
  }

  @Test(
    "a payload that is not base64 is a message still, without audio",
    arguments: ["!!!!", "A", "AAAA=", "\\n"])
  func notBase64(text: String) throws {
    let message = #"{"event":"media","media":{"chunk":"8","payload":"\#(text)"}}"#
    #expect(try scan(message).chunk == 8)
    #expect(try payload(of: message) == nil)
  }

  @Test("a message of a megabyte is read like any other")
  func largeMessage() throws {
    let audio = SeededGenerator.bytes(seed: 5, count: 786_000)
    let text =
      #"{"event":"media","x":"\#(String(repeating: "é", count: 1000))","media":{"payload":"\#(base64(audio))"}}"#
    #expect(text.utf8.count > 1_000_000)
    #expect(try payload(of: text) == audio)
  }

  @Test(
    "what is missing is named",
    arguments: [
      ("{}", WireField.event), (#"{"event":null}"#, .event), (#"{"event":7}"#, .event),
      (#"{"x":{"event":"media"}}"#, .event),
      (#"{"event":"media"}"#, .mediaPayload), (#"{"event":"media","media":null}"#, .mediaPayload),
      (#"{"event":"media","media":{}}"#, .mediaPayload),
      (#"{"event":"media","media":{"payload":null}}"#, .mediaPayload),
      (#"{"event":"media","media":{"payload":{"a":1}}}"#, .mediaPayload),
      (#"{"event":"media","media":[{"payload":"AAAA"}]}"#, .mediaPayload),
    ])
  func missing(text: String, field: WireField) {
    #expect(throws: WireError.missing(field)) { try scan(text) }
  }

  @Test(
    "what is not JSON is refused at the byte where it goes wrong",
    arguments: [
      ("x", 0), ("[]", 0), ("7", 0), (#""event""#, 0), ("\u{FEFF}{}", 0), ("{]", 1), ("{,}", 1), ("{1:2}", 1),
      (#"{"a"}"#, 4), (#"{"a" 1}"#, 5), (#"{"a":}"#, 5), (#"{"a":1,}"#, 7), (#"{"a":1 "b":2}"#, 7),
      (#"{"a":1,,"b":2}"#, 7),
      (#"{"a":01}"#, 6), (#"{"a":+1}"#, 5), (#"{"a":.5}"#, 5), (#"{"a":1.}"#, 7), (#"{"a":1e}"#, 7),
      (#"{"a":-}"#, 6),
      (#"{"a":nul}"#, 8), (#"{"a":True}"#, 5), (#"{"a":[1,]}"#, 8), (#"{"a":[,1]}"#, 6), (#"{"a":[1 2]}"#, 8),
      (#"{"a":[1}"#, 7), (#"{"a":{"b":1]}"#, 11), (#"{"a":"\x"}"#, 6), (#"{"a":"\u12G4"}"#, 6),
      ("{\"a\":\"\n\"}", 6),
      ("{\"a\":\"abcdefghijklmno\u{1}\"}", 21), ("{} {}", 3), ("{}x", 2), ("{'a':1}", 1),
    ])
  func notJSON(text: String, offset: Int) {
    #expect(throws: WireError.notJSON(offset: offset)) { try scan(text) }
  }

  @Test("nesting is bounded, and what is within the bound is skipped", arguments: ["[", #"{"a":"#])
  func depth(opening: String) throws {
    func nested(_ depth: Int) -> String {
      let closing = opening == "[" ? "]" : "}"
      let inside = String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
      return #"{"x":\#(inside),"event":"clear"}"#
    }
    #expect(try scan(nested(64)).kind == .clear)
    #expect(throws: WireError.tooDeep(limit: 64)) { try scan(nested(65)) }
    #expect(throws: WireError.tooDeep(limit: 64)) { try scan(nested(100_000)) }
  }

  @Test("a message cut off anywhere is truncated, and said to be", arguments: TelnyxExamples.all)
  func truncation(text: String) {
    let whole = bytes(text)
    for length in 0..<whole.count {
      let part = Array(whole[..<length])
      #expect(throws: WireError.truncated(offset: length)) { try TelnyxScanner.scan(part.span) }
      #expect(throws: WireError.self) { try TelnyxEvent(parsing: part.span) }
      #expect(throws: WireError.self) { try TelnyxCommand(parsing: part.span) }
    }
  }

  @Test("a flipped bit never traps", arguments: TelnyxExamples.all)
  func bitFlips(text: String) {
    let whole = bytes(text)
    for position in whole.indices {
      for bit in 0..<8 {
        var changed = whole
        changed[position] ^= 1 << bit
        fuzzTelnyx(changed.span)
      }
    }
  }

  @Test("members in any order, with strangers among them, read the same", arguments: 0..<200)
  func anyOrder(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let audio = random.bytes(Int.random(in: 0...200, using: &random))
    let sequence = Int64.random(in: 0...Int64.max, using: &random)
    let chunk = Int64.random(in: 0...1_000_000, using: &random)
    let time = Int64.random(in: 0...1_000_000, using: &random)
    let track: TelnyxTrack = Bool.random(using: &random) ? .inbound : .outbound
    let media = JSONShuffle.object(
      [
        ("payload", JSONShuffle.escapingSlashes(base64(audio), &random)), ("track", #""\#(track)""#),
        ("chunk", JSONShuffle.number(chunk, &random)), ("timestamp", JSONShuffle.number(time, &random)),
      ], &random)
    let text = JSONShuffle.object(
      [
        ("event", #""media""#), ("sequence_number", JSONShuffle.number(sequence, &random)), ("media", media),
        ("stream_id", #""s""#),
      ], &random)
    let message = try scan(text)
    #expect(message.kind == .media && message.track == track, "\(text)")
    #expect(message.sequence == sequence && message.chunk == chunk && message.timestampMs == time, "\(text)")
    #expect(message.streamID.count == 1, "\(text)")
    #expect(try payload(of: text) == audio, "\(text)")
  }

  @Test("all orders of the documented members read the same")
  func permutations() throws {
    let members = [
      #""event":"media""#, #""sequence_number":"4""#, #""stream_id":"s""#,
      #""media":{"payload":"AAAA","chunk":"3","timestamp":"60","track":"outbound"}"#,
    ]
    for order in JSONShuffle.permutations(members) {
      let message = try scan("{\(order.joined(separator: ","))}")
      #expect(message.sequence == 4 && message.chunk == 3 && message.timestampMs == 60)
      #expect(message.track == .outbound && message.payload.count == 4 && message.streamID.count == 1)
    }
  }
}
