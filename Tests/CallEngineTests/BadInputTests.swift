import CallCore
import CallEngine
import Testing
import Wire

extension EngineTests {
  @Suite("Bad input")
  struct BadInputTests {
    static let payload = String(repeating: "/", count: 216)
    /// Messages that are skipped and counted.
    static let bad: [String: String] = [
      "garbage": "\u{1}\u{7f}garbage }{][",
      "nothing": "",
      "no object": "[1,2,3]",
      "truncated JSON": #"{"event":"media","media":{"track":"inbound","payload":"AA"#,
      "an event that is a number": #"{"event":7}"#,
      "no event": #"{"media":{"payload":"AAAA"}}"#,
      "media that is text": #"{"event":"media","media":"AAAA"}"#,
      "a payload that is a number": #"{"event":"media","media":{"track":"inbound","payload":7}}"#,
      "a payload that is not base64":
        #"{"event":"media","media":{"track":"inbound","chunk":"1","payload":"!!!not base64!!!"}}"#,
      "a payload cut in mid-group": #"{"event":"media","media":{"track":"inbound","payload":"AAAAA"}}"#,
      "a start without a call": #"{"event":"start","start":{},"stream_id":"s"}"#,
      "a mark without a name": #"{"event":"mark","mark":{}}"#,
      "a key that is none": #"{"event":"dtmf","dtmf":{"digit":"xyz"}}"#,
      "deep nesting": String(repeating: "[", count: 100_000),
    ]

    @Test("a bad message is skipped and counted, and the call goes on", arguments: bad.keys.sorted())
    func skipped(kind: String) async throws {
      let test = try TestEngine()
      let caller = try await test.call()
      for _ in 0..<3 { caller.send(Self.bad[kind] ?? "") }
      caller.say(.sentence)
      #expect(await caller.isAnswered())
      caller.stop()
      #expect(await test.book.waitForEndings(1))
      #expect(test.book.endings.first?.reason == .callerHungUp)
      #expect(test.book.endings.first?.statistics.badMessages == 3)
    }

    @Test(
      "numbers of the wrong type or size harm nothing",
      arguments: [
        #""chunk":"-9223372036854775808","timestamp":"99999999999999999999""#,
        #""chunk":1e99,"timestamp":-5"#,
        #""chunk":null,"timestamp":{}"#, #""chunk":[1],"timestamp":true"#,
        #""chunk":"9223372036854775807","timestamp":"9223372036854775807""#,
      ])
    func numbers(members: String) async throws {
      let test = try TestEngine()
      let caller = try await test.call()
      for sequence in ["9223372036854775807", "-1", "x"] {
        let media = #"{"track":"inbound",\#(members),"payload":"\#(Self.payload)"}"#
        caller.send(#"{"event":"media","sequence_number":"\#(sequence)","media":\#(media)}"#)
      }
      caller.say(.sentence)
      #expect(await caller.isAnswered())
    }

    @Test(
      "marks that were never sent harm nothing", arguments: ["", "x", "m:9223372036854775807:9:9", "é\u{0}"])
    func marks(name: String) async throws {
      let test = try TestEngine()
      let caller = try await test.call()
      caller.send(TelnyxCarrierEncoder(streamID: "s").mark(name: name, sequence: -1))
      caller.say(.sentence)
      #expect(await caller.isAnswered())
    }

    @Test(
      "a payload of 1 MiB harms nobody",
      arguments: [
        TelnyxFormat(), TelnyxFormat("L16", 16_000), TelnyxFormat("OPUS", 16_000), TelnyxFormat("G722"),
      ])
    func huge(format: TelnyxFormat) async throws {
      let test = try TestEngine()
      let caller = try await test.call(format: format)
      let other = try await test.call()
      other.say(.sentence)
      let payload = String(repeating: "/", count: 1 << 20)
      caller.send(#"{"event":"media","media":{"track":"inbound","chunk":"1","payload":"\#(payload)"}}"#)
      #expect(await other.isAnswered())
      caller.say(CallerSpeech(as: format.value))
      #expect(await caller.isAnswered())
    }

    @Test("a message longer than is ever sent closes its own socket")
    func tooLong() async throws {
      let test = try TestEngine()
      let caller = try await test.call()
      let other = try await test.call()
      caller.send([UInt8](repeating: 0x20, count: (2 << 20) + 1))
      // With the rest of the message unread, its close frame may be lost to a reset.
      #expect(await caller.closes())
      other.say(.sentence)
      #expect(await other.isAnswered())
      #expect(test.book.endings.map(\.reason) == [.connectionLost])
    }

    @Test("media before start belongs to no call, and the start is still taken")
    func mediaBeforeStart() async throws {
      let test = try TestEngine()
      let caller = try test.connect()
      #expect(await caller.wait { $0.contains(.opened) })
      caller.send(#"{"event":"media","media":{"track":"inbound","payload":"\#(Self.payload)"}}"#)
      caller.send(#"{"event":"mark","mark":{"name":"x"}}"#)
      caller.send(#"{"event":"dtmf","dtmf":{"digit":"1"}}"#)
      await caller.start()
      caller.say(.sentence)
      #expect(await caller.isAnswered())
      #expect(test.engine.counters.snapshot.mediaBeforeStart == 1)
    }

    @Test("a second start on one stream is skipped")
    func twoStarts() async throws {
      let test = try TestEngine()
      let caller = try await test.call()
      caller.send(caller.startMessage())
      caller.send(caller.startMessage(call: "v3:another", format: TelnyxMediaFormat(encoding: "PCMA")))
      caller.say(.sentence)
      #expect(await caller.isAnswered())
      #expect(test.book.starts == 1)
      #expect(test.engine.gate.liveCalls == 1)
      caller.stop()
      #expect(await test.book.waitForEndings(1))
      #expect(test.book.endings.first?.statistics.badMessages == 2)
    }

    @Test(
      "a socket that closes without a stop ends its call as lost, with all its records", arguments: [0, 1])
    func noStop(turns: Int) async throws {
      let test = try TestEngine()
      let caller = try await test.call()
      if turns > 0 {
        caller.say(.sentence)
        #expect(await caller.hears(bytes: 4_000))
      }
      caller.hangUp()
      #expect(await test.book.waitForEndings(1))
      let ending = try #require(test.book.endings.first)
      #expect(ending.reason == .connectionLost)
      let records = test.book.bodies(of: ending.call)
      #expect(records.count { if case .callerTurn = $0.body { true } else { false } } == turns)
      #expect(records.count { if case .agentTurn = $0.body { true } else { false } } == turns)
      #expect(await test.becomesEmpty())
    }

    @Test("a socket that is reset in mid-call ends its call as lost")
    func reset() async throws {
      let test = try TestEngine()
      let peer = try RawCarrier(port: test.port)
      #expect(peer.upgrade("/media/telnyx").hasPrefix("HTTP/1.1 101"))
      peer.send(text: TelnyxCarrierEncoder(streamID: "s").start(.init(streamID: "s", callControlID: "v3:r")))
      #expect(await test.book.waitForStarts(1))
      peer.abort()
      #expect(await test.book.waitForEndings(1))
      #expect(test.book.endings.first?.reason == .connectionLost)
      #expect(await test.becomesEmpty())
    }

    @Test(
      "a codec that is not spoken closes that stream with 1003 and its name, and no other",
      arguments: [
        (TelnyxMediaFormat(encoding: "AMR-WB", sampleRate: 16_000), "AMR-WB is not supported"),
        (TelnyxMediaFormat(encoding: "G729"), "unknown codec \"G729\""),
        (TelnyxMediaFormat(encoding: String(repeating: "é", count: 5_000)), "unknown codec"),
        (TelnyxMediaFormat(encoding: "L16", sampleRate: 11_025), "L16 at 11025 Hz is not supported"),
        (TelnyxMediaFormat(encoding: "L16", sampleRate: -1), "8000"),
        (TelnyxMediaFormat(encoding: "PCMU", channels: 2), "2 channels are not supported"),
      ])
    func codecs(format: TelnyxMediaFormat, reason: String) async throws {
      let test = try TestEngine()
      let other = try await test.call()
      let peer = try RawCarrier(port: test.port)
      #expect(peer.upgrade("/media/telnyx").hasPrefix("HTTP/1.1 101"))
      let encoder = TelnyxCarrierEncoder(streamID: "s")
      peer.send(text: encoder.start(.init(streamID: "s", callControlID: "v3:x", mediaFormat: format)))
      // A rate that makes no sense is taken for 8000.
      if reason != "8000" {
        let close = try #require(peer.closeFrame())
        #expect(close.code == 1003)
        #expect(close.reason.hasPrefix(reason))
        #expect(test.engine.counters.snapshot.refusedFormats == 1)
        #expect(test.engine.gate.liveCalls == 1)
      } else {
        #expect(await test.book.waitForStarts(2))
      }
      other.say(.sentence)
      #expect(await other.isAnswered())
    }

    @Test("a flood of keys and marks does not stop another call's turn")
    func flood() async throws {
      let test = try TestEngine()
      let flooder = try await test.call()
      let other = try await test.call()
      let mark = TelnyxCarrierEncoder(streamID: "s").mark(name: "a", sequence: 1)
      for _ in 0..<20_000 {
        flooder.send(#"{"event":"dtmf","dtmf":{"digit":"1"}}"#)
        flooder.send(mark)
      }
      other.say(.sentence)
      #expect(await other.isAnswered())
      flooder.stop()
      #expect(await test.book.waitForEndings(1))
    }
  }
}
