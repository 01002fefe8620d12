import Audio
import CallEngine
import PrometheusMetrics
import Testing

extension EngineTests {
  @Suite("Figures")
  struct FiguresTests {
    @Test("a conversation shows in the figures while it lasts and after")
    func conversation() async throws {
      let test = try TestEngine()
      let caller = try await test.call()
      caller.say(.sentence)
      #expect(await caller.hearsAnAnswer())
      let live = try StrictScrape(PrometheusText.render(test.engine.figures))
      #expect(live.sum("starling_calls") == 1)
      #expect(live.value("starling_calls_live") == 1)
      #expect(live.value("starling_calls_started_total") == 1)
      let call = try #require(test.engine.calls.first)
      #expect(call.turns == 1)
      #expect(call.worker >= 0)
      caller.say(.sentence)
      #expect(await caller.wait { $0.contains(.clear) })
      caller.stop()
      #expect(await test.book.waitForEndings(1))
      #expect(await test.becomesEmpty())
      let ending = try #require(test.book.endings.first)
      let after = try StrictScrape(PrometheusText.render(test.engine.figures))
      #expect(after.sum("starling_calls") == 0)
      #expect(after.value("starling_calls_ended_total", ["reason": "caller_hung_up"]) == 1)
      #expect(after.value("starling_frames_received_total") == Double(ending.statistics.framesReceived))
      #expect(after.value("starling_frames_lost_total") == Double(ending.statistics.framesLost))
      #expect(after.value("starling_agent_messages_sent_total") == Double(ending.statistics.messagesSent))
      #expect(after.value("starling_send_lead_seconds_count") == Double(ending.statistics.messagesSent))
      #expect(after.value("starling_barge_in_reaction_seconds_count") == 1)
      #expect(try #require(after.value("starling_barge_in_reaction_seconds_sum")) > 0)
      let turns = try #require(after.value("starling_turns_total"))
      #expect(turns >= 1)
      #expect(after.value("starling_voice_to_voice_seconds_count") == turns)
      for stage in ["endpointing", "recognition", "reply", "synthesis"] {
        #expect(after.value("starling_turn_stage_seconds_count", ["stage": stage]) == turns)
      }
      #expect(
        try #require(after.value("starling_tick_lateness_seconds_count", ["thread": "CallWorker-0"])) > 0)
    }

    @Test("a refused call is counted under its reason")
    func refusals() throws {
      let test = try TestEngine { $0.mediaToken = "secret" }
      _ = try RawCarrier(port: test.port).upgrade("/media/telnyx", [])
      let full = try TestEngine(refusal: { "the speech pool is full" })
      _ = try RawCarrier(port: full.port).upgrade("/media/telnyx", [])
      full.engine.drain()
      _ = try RawCarrier(port: full.port).upgrade("/media/telnyx", [])
      let first = try StrictScrape(PrometheusText.render(test.engine.figures))
      #expect(first.value("starling_calls_refused_total", ["reason": "unauthorised"]) == 1)
      let second = try StrictScrape(PrometheusText.render(full.engine.figures))
      #expect(second.value("starling_calls_refused_total", ["reason": "provider"]) == 1)
      #expect(second.value("starling_calls_refused_total", ["reason": "draining"]) == 1)
    }

    @Test("no label tells one call from another")
    func noCallIsALabel() async throws {
      let test = try TestEngine()
      _ = try await test.call("v3:very-own-name")
      let text = PrometheusText.render(test.engine.figures)
      let call = try #require(test.engine.calls.first)
      #expect(!text.contains("very-own-name"))
      #expect(!text.contains(call.info.id.description))
    }

    @Test("threads that turn are not stuck, however seldom one looks")
    func threadsTurn() async throws {
      let test = try TestEngine()
      for _ in 0..<3 { #expect(test.engine.stuckThread() == nil) }
    }
  }
}
