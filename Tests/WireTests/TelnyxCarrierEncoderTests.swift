import Testing
import Wire

@Suite("Telnyx carrier encoder")
struct TelnyxCarrierEncoderTests {
  private let carrier = TelnyxCarrierEncoder(streamID: TelnyxExamples.streamID)

  @Test(
    "a media message is what the documents show, in exactly the stated room", arguments: [0, 1, 160, 792])
  func media(size: Int) throws {
    let audio = SeededGenerator.bytes(seed: 3, count: size)
    let media = TelnyxCarrierMedia(track: .outbound, chunk: 3, timestampMs: 60, sequence: 4)
    var fits = false
    let stated = carrier.mediaMessageSize(media, payloadBytes: size)
    let wire = [UInt8](capacity: stated) { fits = carrier.encodeMedia(media, payload: audio.span, into: &$0) }
    #expect(fits)
    #expect(wire.count == stated)
    let text = String(decoding: wire, as: UTF8.self)
    #expect(
      text == """
        {"event":"media","sequence_number":"4",\
        "media":{"track":"outbound","chunk":"3","timestamp":"60","payload":"\(base64(audio))"},\
        "stream_id":"\(TelnyxExamples.streamID)"}
        """)
    let message = try scan(text)
    #expect(message.sequence == 4 && message.chunk == 3 && message.timestampMs == 60)
    #expect(message.track == .outbound)
    #expect(try payload(of: text) == audio)
  }

  @Test("every rare message reads back as the value it was written from")
  func roundTrips() throws {
    let start = TelnyxStart(
      streamID: TelnyxExamples.streamID, callControlID: TelnyxExamples.callControlID,
      callSessionID: "session",
      userID: "user", from: "+1", to: "sip:a@\"b\"", tags: ["a", "é"], clientState: "AAAA",
      customParameters: ["lead": "42", "note": "line\nbreak"],
      mediaFormat: TelnyxMediaFormat(encoding: "L16", sampleRate: 16000, channels: 1))
    let bare = TelnyxStart(streamID: TelnyxExamples.streamID, callControlID: "v3:a")
    let dtmf = TelnyxDTMF(digit: "#", occurredAt: "2026-03-14T09:26:53.589793Z")
    let stop = TelnyxStop(callControlID: "v3:a", userID: "u", reason: "hangup")
    let written: [([UInt8], TelnyxEvent)] = [
      (TelnyxCarrierEncoder.connected(), .connected(token: nil)),
      (TelnyxCarrierEncoder.connected(token: "t\"\\"), .connected(token: "t\"\\")),
      (carrier.start(start), .start(start)), (carrier.start(bare), .start(bare)),
      (carrier.dtmf(dtmf, sequence: 2), .dtmf(dtmf)),
      (carrier.mark(name: "e1:u2:3", sequence: 3), .mark(name: "e1:u2:3")),
      (carrier.error(.rateLimitReached), .error(.rateLimitReached)),
      (carrier.stop(stop, sequence: 9), .stop(stop)),
      (carrier.stop(TelnyxStop(), sequence: 9), .stop(TelnyxStop())),
    ]
    for (wire, expected) in written { #expect(try TelnyxEvent(parsing: wire.span) == expected) }
  }

  @Test("numbers in the sequence are strings, as documented")
  func sequence() throws {
    let wire = carrier.mark(name: "m", sequence: 877)
    #expect(String(decoding: wire, as: UTF8.self).contains(#""sequence_number":"877""#))
    #expect(try TelnyxScanner.scan(wire.span).sequence == 877)
  }
}
