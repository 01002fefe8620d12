import Audio
import CallCore
import CallEngine
import EventLog
import Testing
import Wire

extension EngineTests {
  @Suite("Event logs and replay")
  struct ReplayTests {
    @Test(
      "a call of every codec is replayed to the same effects and the same audio",
      arguments: [
        TelnyxFormat(), TelnyxFormat("PCMA"), TelnyxFormat("G722", 16_000), TelnyxFormat("OPUS", 16_000),
        TelnyxFormat("L16", 16_000), TelnyxFormat("L16", 24_000),
      ])
    func identical(format: TelnyxFormat) async throws {
      let call = try await Self.record(format: format)
      #expect(call.ending == .complete)
      let result = try CallReplay(call).run()
      #expect(result.divergence == nil)
      #expect(result.entries == call.entries.count)
      #expect(result.frames > 40)
      #expect(result.agent.contains { $0 != 0 })
      #expect(result.caller.count == result.agent.count)
    }

    @Test("twenty calls at once each have their own log, and all are replayed")
    func twenty() async throws {
      let logs = try EventLogs()
      let test = try TestEngine { $0.eventLogs = logs.path }
      var callers: [TestCarrier] = []
      for number in 0..<20 { callers.append(try await test.call("v3:\(number)")) }
      for caller in callers { caller.say(.sentence) }
      for caller in callers { #expect(await caller.hearsAnAnswer()) }
      for caller in callers { caller.stop() }
      #expect(await test.becomesEmpty())
      test.engine.stop()
      let calls = try logs.calls()
      #expect(Set(calls.map(\.header.callControlID)) == Set((0..<20).map { "v3:\($0)" }))
      for call in calls {
        #expect(call.ending == .complete)
        #expect(try CallReplay(call).run().divergence == nil)
      }
      let statistics = try #require(test.engine.eventLogStatistics)
      #expect(statistics.opened == 20)
      #expect(statistics.truncated == 0 && statistics.failed == 0)
    }

    @Test("the voice model's answers are in the log: a replay needs no model")
    func voiceModel() async throws {
      let call = try await Self.record { $0.voiceActivityModels = EventLogs.models }
      let questions = call.entries.count { if case .step(.settle(.some), _) = $0 { true } else { false } }
      #expect(questions > 0)
      #expect(call.header.hasVoiceModel)
      #expect(try CallReplay(call).run().divergence == nil)
    }

    @Test("an interrupted answer is replayed with its cut")
    func interrupted() async throws {
      let logs = try EventLogs()
      let test = try TestEngine { $0.eventLogs = logs.path }
      let caller = try await test.call()
      caller.say(.sentence)
      #expect(await caller.isAnswered())
      caller.say(.sentence)
      #expect(await caller.wait { events in events.contains { if case .clear = $0 { true } else { false } } })
      caller.hangUp()
      #expect(await test.becomesEmpty())
      test.engine.stop()
      let call = try #require(try logs.calls().first)
      #expect(try CallReplay(call).run().divergence == nil)
    }

    @Test("a frame that is another than at the time is told where it changes what the call did")
    func changedFrame() async throws {
      var call = try await Self.record()
      let noise = (0..<160).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      for index in call.entries.indices {
        if case .frame(let header, _) = call.entries[index] {
          call.entries[index] = .frame(header, payload: noise)
        }
      }
      let result = try CallReplay(call).run()
      let divergence = try #require(result.divergence)
      #expect(divergence.expected != divergence.actual)
      #expect(result.entries == divergence.entry)
    }

    @Test("an effect with another digest is told, and which effect it was")
    func changedDigest() async throws {
      var call = try await Self.record()
      let index = try #require(
        call.entries.lastIndex { if case .fed(_, let marks) = $0 { !marks.isEmpty } else { false } })
      guard case .fed(let event, var marks) = call.entries[index] else { return }
      marks[marks.count - 1].digest ^= 1
      call.entries[index] = .fed(event, effects: marks)
      let divergence = try #require(try CallReplay(call).run().divergence)
      #expect(divergence.entry == index)
      #expect(divergence.expected.contains("effect \(marks.count - 1)"))
    }

    @Test("audio with another digest is told")
    func changedAudio() async throws {
      var call = try await Self.record()
      let index = try #require(call.entries.lastIndex { if case .sent = $0 { true } else { false } })
      call.entries[index] = .sent(digest: 1)
      let divergence = try #require(try CallReplay(call).run().divergence)
      #expect(divergence.entry == index)
      #expect(divergence.expected.contains("audio sent"))
    }

    @Test("a log without its end is replayed as far as it goes")
    func cut() async throws {
      let logs = try EventLogs()
      _ = try await Self.record(in: logs)
      let whole = try #require(try logs.bytes().first)
      for share in [0.2, 0.5, 0.7, 0.9, 0.99] {
        do {
          let call = try RecordedCall.read(Array(whole.prefix(Int(Double(whole.count) * share))))
          #expect(call.ending == .cut)
          #expect(try CallReplay(call).run().divergence == nil)
        } catch is ReplayError {
          // What is left has no whole step.
          #expect(share < 0.9)
        }
      }
    }

    @Test("nothing that a file may say brings a replay down")
    func hostile() async throws {
      let call = try await Self.record()
      var random = SeededGenerator(seed: 5)
      for _ in 0..<200 {
        var other = call
        for _ in 0..<Int.random(in: 1...20, using: &random) {
          let index = Int.random(in: 0..<other.entries.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: other.entries.remove(at: index)
          case 1: other.entries.swapAt(index, Int.random(in: 0..<other.entries.count, using: &random))
          case 2: other.entries.insert(.step(.settle(0.7), at: .seconds(Int64(1))), at: index)
          default: other.entries.insert(.step(.deadline, at: .distantFuture), at: index)
          }
        }
        _ = try? CallReplay(other).run()
      }
    }

    /// One call that said a sentence and heard an answer.
    static func record(
      format: TelnyxFormat = TelnyxFormat(), in logs: EventLogs? = nil,
      _ configure: (inout EngineOptions) -> Void = { _ in }
    ) async throws -> RecordedCall {
      let logs = try logs ?? EventLogs()
      let test = try TestEngine { options in
        options.eventLogs = logs.path
        configure(&options)
        if let codec = format.value.codec { options.outboundCodec = codec }
        options.outboundRate = format.value.sampleRate
      }
      let caller = try await test.call(format: format)
      caller.say(CallerSpeech(as: format.value))
      // A sentence was sent and is being played.
      #expect(await caller.wait { events in events.contains { if case .mark = $0 { true } else { false } } })
      caller.stop()
      #expect(await test.becomesEmpty())
      test.engine.stop()
      return try #require(try logs.calls().first)
    }
  }
}
