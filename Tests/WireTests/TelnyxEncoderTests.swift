import Testing
import Wire

@Suite("Telnyx encoder")
struct TelnyxEncoderTests {
  private func text(_ size: Int, _ write: (inout OutputSpan<UInt8>) -> Bool) -> String? {
    var fits = false
    let bytes = [UInt8](capacity: size) { fits = write(&$0) }
    return fits && bytes.count == size ? String(decoding: bytes, as: UTF8.self) : nil
  }

  @Test("messages are written as documented, in exactly the stated room")
  func documented() {
    let audio = [UInt8](repeating: 0xFF, count: 13)
    #expect(
      text(TelnyxEncoder.mediaMessageSize(payloadBytes: 13)) {
        TelnyxEncoder.encodeMedia(audio.span, into: &$0)
      }
        == TelnyxExamples.outboundMedia)
    let mark = MarkName(epoch: 3, utterance: 12, milliseconds: 4200)
    #expect(
      text(TelnyxEncoder.markMessageSize(mark)) { TelnyxEncoder.encodeMark(mark, into: &$0) }
        == TelnyxExamples.outboundMark)
    #expect(
      text(TelnyxEncoder.clearMessageSize) { TelnyxEncoder.encodeClear(into: &$0) }
        == TelnyxExamples.outboundClear)
  }

  @Test(
    "audio of any size comes out at the carrier as it went in",
    arguments: [0, 1, 2, 3, 80, 160, 161, 800, 960_000])
  func roundTrip(size: Int) throws {
    let audio = SeededGenerator.bytes(seed: UInt64(size), count: size)
    let message = try #require(
      text(TelnyxEncoder.mediaMessageSize(payloadBytes: size)) {
        TelnyxEncoder.encodeMedia(audio.span, into: &$0)
      })
    let wire = bytes(message)
    guard case .media = try TelnyxCommand(parsing: wire.span) else {
      Issue.record("not media")
      return
    }
    #expect(try payload(of: message) == audio)
  }

  @Test("a mark may have any name", arguments: ["", "x", "\"\\/\u{8}\u{C}\n\r\t\u{1}\u{1F}\u{7F}", "é€😀"])
  func markNames(name: String) throws {
    let utf8 = bytes(name)
    let message = try #require(
      text(TelnyxEncoder.markMessageSize(name: utf8.span)) {
        TelnyxEncoder.encodeMark(name: utf8.span, into: &$0)
      })
    let wire = bytes(message)
    #expect(try TelnyxCommand(parsing: wire.span) == .mark(name: name))
    #expect(try event(message) == .mark(name: name))
  }

  @Test("without room nothing is written")
  func noRoom() {
    let audio = [UInt8](repeating: 1, count: 160)
    let mark = MarkName(epoch: 3, utterance: 12, milliseconds: 4200)
    let name = bytes("name")
    _ = [UInt8](capacity: 64) { output in
      while output.freeCapacity > 16 { output.append(7) }
      let before = output.count
      let fits = [
        TelnyxEncoder.encodeMedia(audio.span, into: &output), TelnyxEncoder.encodeMark(mark, into: &output),
        TelnyxEncoder.encodeMark(name: name.span, into: &output), TelnyxEncoder.encodeClear(into: &output),
      ]
      #expect(!fits.contains(true))
      #expect(output.count == before)
    }
  }

  @Test("commands nobody knows are named, and media or marks without content refused")
  func commands() throws {
    func command(_ text: String) throws(WireError) -> TelnyxCommand {
      let wire = bytes(text)
      return try TelnyxCommand(parsing: wire.span)
    }
    #expect(try command(TelnyxExamples.outboundClear) == .clear)
    #expect(try command(#"{"event":"dtmf"}"#) == .unknown("dtmf"))
    #expect(throws: WireError.missing(.mediaPayload)) { try command(#"{"event":"media"}"#) }
    #expect(throws: WireError.missing(.markName)) { try command(#"{"event":"mark"}"#) }
    #expect(throws: WireError.truncated(offset: 8)) { try command(#"{"event""#) }
  }
}
