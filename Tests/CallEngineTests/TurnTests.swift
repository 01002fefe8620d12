import CallCore
import CallEngine
import Testing
import Wire

extension EngineTests {
  @Suite("A conversation")
  struct TurnTests {
    @Test("the caller's turn is answered, and both sides are recorded")
    func answered() async throws {
      let test = try TestEngine()
      let caller = try await test.call()
      caller.say(.sentence)
      #expect(await caller.hearsAnAnswer())
      #expect(await caller.wait { events in events.contains { if case .mark = $0 { true } else { false } } })
      caller.stop()
      #expect(await caller.closes(1000))
      #expect(await test.book.waitForEndings(1))
      let ending = try #require(test.book.endings.first)
      #expect(ending.reason == .callerHungUp)
      let records = test.book.bodies(of: ending.call)
      #expect(records.map(\.sequence) == Array(1...records.count))
      #expect(
        records.contains { if case .callerTurn(let text, _, _) = $0.body { !text.isEmpty } else { false } })
      #expect(records.contains { if case .timing = $0.body { true } else { false } })
      #expect(await test.becomesEmpty())
    }

    @Test(
      "callers in every codec are answered",
      arguments: [
        TelnyxFormat("PCMA"), TelnyxFormat("G722", 8_000), TelnyxFormat("G722", 16_000),
        TelnyxFormat("OPUS", 16_000), TelnyxFormat("L16", 8_000), TelnyxFormat("L16", 16_000),
        TelnyxFormat("L16", 24_000), TelnyxFormat("L16", 48_000), TelnyxFormat("audio/x-mulaw"),
      ])
    func codecs(format: TelnyxFormat) async throws {
      let test = try TestEngine()
      let caller = try await test.call(format: format)
      caller.say(CallerSpeech(as: format.value))
      #expect(await caller.hearsAnAnswer())
      caller.stop()
      #expect(await test.book.waitForEndings(1))
      let statistics = try #require(test.book.endings.first).statistics
      #expect(statistics.badPayloads == 0)
      #expect(statistics.badMessages == 0)
      #expect(statistics.framesRefused == 0)
    }

    @Test(
      "the answer comes in the codec that the stream was set up with",
      arguments: [
        ("PCMA", "8000", 15_000), ("G722", "8000", 15_000), ("L16", "16000", 60_000),
        ("OPUS", "16000", 1_000),
      ])
    func answerCodec(codec: String, rate: String, bytes: Int) async throws {
      let test = try TestEngine()
      let caller = try await test.call(
        parameters: ["bidirectional_codec": codec, "bidirectional_sampling_rate": rate])
      caller.say(.sentence)
      #expect(await caller.hears(bytes: bytes))
    }

    @Test("a caller who speaks over the answer silences it until the next one")
    func bargeIn() async throws {
      let test = try TestEngine()
      let caller = try await test.call()
      caller.say(.sentence)
      #expect(await caller.hears(bytes: 2_400))
      caller.say(.sentence)
      #expect(await caller.wait { $0.contains(.clear) })
      #expect(await caller.wait { $0.count { $0 == .said } == 2 })
      let events = caller.events
      let cleared = try #require(events.firstIndex(of: .clear))
      let finished = try #require(events.lastIndex(of: .said))
      #expect(cleared < finished)
      // 20 ms that fade to nothing, and no more.
      if cleared < finished { #expect(events[cleared..<finished].reduce(0) { $0 + $1.mediaBytes } <= 160) }
      #expect(await test.book.waits(for: "barge_in"))
      #expect(
        await caller.wait { events in
          let after = events.lastIndex(of: .clear).map { events[$0...] } ?? []
          return after.reduce(0) { $0 + $1.mediaBytes } >= 16_000
        })
    }

    @Test("a newer stream of the same call takes it over, and the conversation goes on")
    func takeOver() async throws {
      let test = try TestEngine()
      let first = try await test.call("v3:One")
      first.say(.sentence)
      #expect(await first.hears(bytes: 1_600))
      let second = try test.connect()
      await second.start(call: "v3:one")
      #expect(await first.closes(1000))
      #expect(await test.book.waits(for: "stream_replaced"))
      second.say(.sentence)
      #expect(await test.book.waitForCallerTurns(2))
      #expect(await second.hearsAnAnswer())
      #expect(test.book.starts == 1)
      #expect(test.engine.gate.liveCalls == 1)
      second.stop()
      #expect(await second.closes(1000))
      #expect(test.book.endings.map(\.reason) == [.callerHungUp])
      #expect(await test.becomesEmpty())
    }

    @Test("a carrier that comes back after its socket was lost begins a new call")
    func comesBack() async throws {
      let test = try TestEngine()
      let first = try await test.call("v3:one")
      first.hangUp()
      #expect(await first.wait { $0.contains(where: \.isClosed) })
      let second = try await test.call("v3:one")
      second.say(.sentence)
      #expect(await second.hearsAnAnswer())
      #expect(test.book.endings.map(\.reason) == [.connectionLost])
    }

    @Test("a newer stream in another codec ends the older one's call and starts anew")
    func takeOverInAnotherCodec() async throws {
      let test = try TestEngine()
      let first = try await test.call("v3:one")
      let second = try await test.call("v3:one", format: TelnyxFormat("PCMA"))
      #expect(await first.closes(1000))
      #expect(await test.book.waitForEndings(1))
      #expect(test.book.endings.map(\.reason) == [.connectionLost])
      second.say(CallerSpeech(as: TelnyxFormat("PCMA").value))
      #expect(await second.hearsAnAnswer())
      #expect(test.engine.gate.liveCalls == 1)
    }
  }
}
