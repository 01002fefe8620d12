import Audio
import CallCore
import CallEngine
import Conversation
import Foundation
import Providers
import Testing

extension EngineTests {
  @Suite("What calls cost")
  struct CostTests {
    private static let key = DailyCosts.Key(tenant: "default", agent: "Ann")

    private static func book(linePerMinute: Double) -> CostBook {
      var prices = PriceTable()
      prices.linePerMinute = linePerMinute
      prices.recognisers = ["ears": 6]
      prices.voices = ["mouth": 1_000_000]
      return CostBook(prices: prices)
    }

    /// An engine whose calls may cost `budget` dollars each, and what they cost.
    private static func engine(budget: Double, linePerMinute: Double) throws -> (TestEngine, CostBook) {
      let book = book(linePerMinute: linePerMinute)
      var limits = CallLimits()
      limits.budgetUSD = budget
      return (try TestEngine(limits: limits, costs: EngineCosts(book: book, key: key)), book)
    }

    @Test("a call whose budget is spent in its middle ends politely, and counts for its day")
    func budget() async throws {
      let (test, book) = try Self.engine(budget: 1.5, linePerMinute: 60)
      let caller = try await test.call()
      caller.say(.sentence)
      #expect(await test.book.waitForEndings(1))
      let ending = try #require(test.book.endings.first)
      #expect(ending.reason == .overBudget)
      #expect(test.book.events("budget", of: ending.call).contains("budget_spent"))
      #expect(await test.becomesEmpty())
      let cost = try #require(book.today[Self.key])
      #expect(cost.total >= 1.5 && cost.lineSeconds >= 1.5)
      #expect(book.isSpent(1, of: Self.key, at: 0))
    }

    @Test("each call has a budget of its own: it is warned once, then ended, and its neighbour goes on")
    func budgetOfOne() async throws {
      let (test, book) = try Self.engine(budget: 1, linePerMinute: 0)
      let callers = [try await test.call(), try await test.call()]
      for caller in callers { caller.say(.sentence) }
      let dear = try #require(test.book.calls.first)
      for seconds in [8.5, 0.5, 0.5, 1, 5] {
        book.note(.recognition(.seconds(seconds), provider: "ears"), call: "\(dear.id)")
      }
      #expect(await test.book.waitForEndings(1))
      let ending = try #require(test.book.endings.first)
      #expect(ending.call.id == dear.id && ending.reason == .overBudget)
      #expect(test.book.events("budget", of: dear) == ["budget_warning", "budget_spent"])
      #expect(await callers[1].hearsAnAnswer())
      let other = try #require(test.book.calls.last)
      #expect(test.engine.liveCalls.contains { $0.id == other.id })
      #expect(test.book.endings.count == 1 && test.book.events("budget", of: other).isEmpty)
    }

    @Test("an agent whose day is spent takes no more calls; those it has go on, and so do other agents")
    func dailyBudget() async throws {
      let book = Self.book(linePerMinute: 0)
      let engine = { (key: DailyCosts.Key) in
        try TestEngine(
          costs: EngineCosts(book: book, key: key),
          refusal: {
            let isSpent = book.isSpent(2, of: key, at: Date().timeIntervalSince1970)
            return isSpent ? "budget: the day's is spent" : nil
          })
      }
      let (ann, bob) = (try engine(Self.key), try engine(DailyCosts.Key(tenant: "default", agent: "Bob")))
      let caller = try await ann.call()
      let call = try #require(ann.book.calls.first)
      // Nobody's call of today is over yet.
      book.note(.recognition(.seconds(60.0), provider: "ears"), call: "\(call.id)")
      let response = try RawCarrier(port: ann.port).upgrade("/media/telnyx")
      #expect(response.hasPrefix("HTTP/1.1 503 ") && response.contains("budget: the day's is spent"))
      #expect(ann.engine.gate.refusals[.budget] == 1 && ann.engine.gate.refusals.total == 1)
      let others = try await bob.call()
      for caller in [caller, others] {
        caller.say(.sentence)
        #expect(await caller.hearsAnAnswer())
      }
      caller.stop()
      #expect(await ann.becomesEmpty())
      #expect(try RawCarrier(port: ann.port).upgrade("/media/telnyx").hasPrefix("HTTP/1.1 503 "))
      #expect(bob.engine.gate.currentRefusal == nil)
    }

    private struct DeadModel: LanguageModel {
      private final class Nothing: ReplyHandle { func cancel() {} }
      func reply(
        to request: ReplyRequest, events: @escaping @Sendable (ReplyEvent) -> Void
      ) -> any ReplyHandle {
        events(.failed(.failed("no route to host")))
        return Nothing()
      }
    }

    @Test("when model and voice are dead the caller still hears the apology that was prepared")
    func lastResort() async throws {
      let sound = [Int16](repeating: 900, count: 22_050)
      let test = try TestEngine(
        synthesiser: ScriptedVoice([.failed(.failed("no route to host"))]), model: DeadModel(),
        standIn: ScriptedVoice([.audio(sound), .finished], sampleRate: 22_050))
      let spoken = await withCheckedContinuation { done in
        test.engine.warmSpeech { done.resume(returning: $0) }
      }
      #expect(spoken == 0 && test.engine.speechCache.statistics.lines > 0)
      let caller = try await test.call()
      caller.say(.sentence)
      #expect(await caller.hears(bytes: 8_000))
      let call = try #require(test.book.calls.first)
      #expect(test.book.events("reply_failed", of: call).count == 1)
      #expect(test.book.endings.isEmpty)
    }

    @Test("what those who hear and speak for a call are asked is charged to it")
    func scope() async throws {
      let book = Self.book(linePerMinute: 0)
      let test = try TestEngine(
        costs: EngineCosts(book: book, key: Self.key),
        scope: { shared, call, _ in
          CallProviders(
            recogniser: MeteredRecogniser(shared.recogniser, provider: "ears", call: call, meter: book),
            synthesiser: MeteredSynthesiser(shared.synthesiser, provider: "mouth", call: call, meter: book),
            voiceName: "mouth")
        })
      let caller = try await test.call()
      caller.say(.sentence)
      #expect(await caller.hearsAnAnswer())
      caller.stop()
      #expect(await test.book.waitForEndings(1))
      #expect(await test.becomesEmpty())
      let cost = try #require(book.today[Self.key])
      #expect(cost.recognitionSeconds > 0.2 && cost.spokenCharacters > 0)
      #expect(abs(cost.total - cost.recognitionSeconds / 10 - Double(cost.spokenCharacters)) < 1e-6)
      #expect(cost.unpriced == 0)
    }
  }
}
