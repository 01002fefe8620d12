import Audio
import CallCore
import CallEngine
import Testing
import Wire

extension EngineTests {
  @Suite("Life, and who it does not disturb")
  struct LifeTests {
    @Test("stopping the engine ends its calls with their records and closes their sockets")
    func stopInMidCall() async throws {
      let test = try TestEngine()
      let quiet = try await test.call()
      let talking = try await test.call()
      talking.say(.sentence)
      #expect(await talking.hears(bytes: 4_000))
      test.engine.stop()
      #expect(test.book.endings.map(\.reason) == [.shutdown, .shutdown])
      let spoken = test.book.log.events.contains {
        if case .record(let record, _, _) = $0, case .agentTurn = record.body { true } else { false }
      }
      #expect(spoken)
      #expect(await quiet.closes(1000))
      #expect(await talking.closes(1000))
      #expect(test.engine.gate.liveCalls == 0)
      #expect(test.engine.liveCalls.isEmpty)
    }

    @Test("stopping twice, or without a start, does nothing")
    func stopTwice() throws {
      let test = try TestEngine()
      test.engine.stop()
      test.engine.stop()
    }

    @Test("a call that starts as the engine stops still ends with its record")
    func startAgainstStop() async throws {
      let test = try TestEngine()
      let callers = try (0..<20).map { _ in try test.connect() }
      for caller in callers { #expect(await caller.wait { $0.contains(.opened) }) }
      for caller in callers { caller.send(caller.startMessage()) }
      test.engine.stop()
      #expect(test.book.starts == test.book.endings.count)
      #expect(test.engine.gate.liveCalls == 0)
      for caller in callers { #expect(await caller.wait { $0.contains(where: \.isClosed) }) }
    }

    @Test("300 silent sockets do not stop a call, and are closed in time")
    func silentSockets() async throws {
      let test = try TestEngine {
        $0.greetingTimeout = .seconds(Int64(2))
        $0.maxCalls = 400
      }
      let silent = try (0..<300).map { _ in try test.connect() }
      let caller = try await test.call()
      caller.say(.sentence)
      #expect(await caller.isAnswered())
      // Which of 300 close frames at once reaches a busy client is not the point; that all are let go is.
      for socket in silent { #expect(await socket.closes()) }
      #expect(test.engine.counters.snapshot.silentSockets == 300)
      #expect(!caller.isClosed)
    }

    @Test("a socket that greeted may wait for its call to be answered, but not for ever")
    func greetedSockets() async throws {
      let test = try TestEngine {
        $0.greetingTimeout = .seconds(Int64(2))
        $0.startTimeout = .seconds(Int64(8))
      }
      let silent = try test.connect()
      let ringing = try test.connect()
      #expect(await ringing.wait { $0.contains(.opened) })
      ringing.send(TelnyxCarrierEncoder.connected())
      #expect(await silent.closes(1002))
      #expect(!ringing.isClosed)
      #expect(await ringing.closes(1002))
    }

    @Test("a carrier that never reads loses its own call and no other")
    func neverReads() async throws {
      let test = try TestEngine(
        { $0.stallTimeout = .milliseconds(300) }, synthesiser: EndlessSynthesiser())
      let other = try await test.call()
      let peer = try RawCarrier(port: test.port, smallBuffers: true)
      #expect(peer.upgrade("/media/telnyx").hasPrefix("HTTP/1.1 101"))
      let encoder = TelnyxCarrierEncoder(streamID: "s")
      let format = TelnyxMediaFormat(encoding: "L16", sampleRate: 8_000)
      let parameters = ["bidirectional_codec": "L16", "bidirectional_sampling_rate": "48000"]
      let start = TelnyxStart(
        streamID: "s", callControlID: "v3:slow", customParameters: parameters, mediaFormat: format)
      peer.send(text: encoder.start(start))
      let talking = Task.detached { Self.talk(peer, encoder, format) }
      #expect(await test.book.waitForEndings(1))
      #expect(test.book.endings.map(\.reason) == [.slowReader])
      await talking.value
      other.say(.sentence)
      #expect(await other.isAnswered())
      #expect(!other.isClosed)
      #expect(test.engine.gate.liveCalls == 1)
    }

    /// Speaks in real time, and then is silent, until the engine hangs up.
    private static func talk(_ peer: RawCarrier, _ encoder: TelnyxCarrierEncoder, _ format: TelnyxMediaFormat)
    {
      let speech = CallerSpeech(as: format)
      let clock = ContinuousClock()
      let begin = clock.now
      for number in 0..<3_000 {
        let frame = number < speech.frames.count ? speech.frames[number] : speech.silence
        let media = TelnyxCarrierMedia(
          chunk: Int64(number), timestampMs: Int64(number * 20), sequence: Int64(number + 2))
        let message = [UInt8](capacity: encoder.mediaMessageSize(media, payloadBytes: frame.count)) {
          output in
          _ = encoder.encodeMedia(media, payload: frame.span, into: &output)
        }
        guard peer.send(text: message) else { return }
        RawCarrier.pause(until: begin + .milliseconds(20 * number), clock)
      }
    }

    @Test("a caller who sends a hundred times too fast does not stop another call's turn")
    func tooFast() async throws {
      let test = try TestEngine()
      let fast = try await test.call()
      let other = try await test.call()
      fast.say(.sentence, speed: 100)
      other.say(.sentence)
      #expect(await other.isAnswered())
      fast.stop()
      #expect(await test.book.waitForEndings(1))
      let statistics = try #require(test.book.endings.first).statistics
      #expect(statistics.framesTooFast + statistics.framesRefused > 0)
      #expect(statistics.mediaDuration < .seconds(Int64(60)))
    }

    @Test("calls that stop in the moment they start end as hung up")
    func startAndStop() async throws {
      let test = try TestEngine()
      let callers = try (0..<40).map { _ in try test.connect() }
      for caller in callers { #expect(await caller.wait { $0.contains(.opened) }) }
      for caller in callers {
        caller.send(caller.startMessage())
        caller.stop()
      }
      for caller in callers { #expect(await caller.closes(1000)) }
      #expect(await test.book.waitForEndings(40))
      #expect(test.book.endings.allSatisfy { $0.reason == .callerHungUp })
      #expect(await test.becomesEmpty())
    }

    @Test("after calls that ended in every way nothing of them is left")
    func nothingLeft() async throws {
      let census = StreamCensus()
      let test = try TestEngine(recogniser: { CountedRecogniser($0, census) })
      for round in 0..<6 {
        let callers = try (0..<10).map { _ in try test.connect() }
        for (number, caller) in callers.enumerated() {
          await caller.start(call: "v3:\(number)")
          caller.say(.sentence, speed: round.isMultiple(of: 2) ? 1 : 20)
        }
        #expect(await test.book.waitForStarts((round + 1) * 10))
        if round > 3 { #expect(await callers[9].hears(bytes: 800)) }
        for (number, caller) in callers.enumerated() {
          if number.isMultiple(of: 3) {
            caller.stop()
          } else {
            caller.hangUp(code: number == 1 ? 3_000 : 1_000)
          }
        }
        #expect(await test.book.waitForEndings((round + 1) * 10))
        #expect(await test.becomesEmpty())
      }
      #expect(census.alive == 0)
      #expect(test.book.starts == 60)
      #expect(test.book.endings.count == 60)
    }
  }
}
