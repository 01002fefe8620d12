import Audio
import CallCore
import CallEngine
import Conversation
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

    @Test("a call whose budget is spent in its middle ends politely, and counts for its day")
    func budget() async throws {
      let book = Self.book(linePerMinute: 60)
      var limits = CallLimits()
      limits.budgetUSD = 1.5
      let test = try TestEngine(limits: limits, costs: EngineCosts(book: book, key: Self.key))
      let caller = try await test.call()
      caller.say(.sentence)
      #expect(await test.book.waitForEndings(1))
      let ending = try #require(test.book.endings.first)
      #expect(ending.reason == .overBudget)
      let kinds = test.book.bodies(of: ending.call).compactMap { record -> String? in
        if case .event(let kind, _) = record.body { kind } else { nil }
      }
      #expect(kinds.contains("budget_spent"))
      #expect(await test.becomesEmpty())
      let cost = try #require(book.today[Self.key])
      #expect(cost.total >= 1.5 && cost.lineSeconds >= 1.5)
      #expect(book.isSpent(1, of: Self.key, at: 0))
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
