import Audio
import Conversation
import Providers
import Synchronization
import Testing

@Suite("What a call costs")
struct CostLedgerTests {
  static var prices: PriceTable {
    var prices = PriceTable()
    prices.linePerMinute = 0.006
    prices.recognisers = ["deepgram/nova-3": 0.012]
    prices.models = ["anthropic": PriceTable.Model(input: 1, cachedInput: 0.1, cacheWrite: 1.25, output: 5)]
    prices.voices = ["cartesia/sonic-3": 40]
    return prices
  }

  private static func isClose(_ left: Double, _ right: Double) -> Bool { abs(left - right) < 1e-9 }

  @Test("a call adds up, from the carrier to the voice")
  func sum() {
    var ledger = CostLedger(prices: Self.prices, budget: nil)
    var usage = TokenUsage(input: 1_000, cachedInput: 10_000, cacheWrites: 400, output: 200)
    usage.model = "anthropic/claude-haiku-4-5"
    let items: [CostItem] = [
      .line(.seconds(Int64(120))), .recognition(.seconds(Int64(30)), provider: "deepgram/nova-3"),
      .tokens(usage, isWasted: false), .speech(characters: 500, provider: "cartesia/sonic-3"),
      .savedSpeech(characters: 1_000, provider: "cartesia/sonic-3"),
      .speech(characters: 10, provider: "embedded"),
    ]
    for item in items { #expect(ledger.note(item) == nil) }
    let tokens = (1_000 * 1 + 10_000 * 0.1 + 400 * 1.25 + 200 * 5) / 1e6
    #expect(Self.isClose(ledger.costs.total, 0.012 + 0.006 + tokens + 0.02))
    #expect(Self.isClose(ledger.costs.saved, 0.04 + 10_000 * 0.9 / 1e6))
    #expect(ledger.costs.unpriced == 1)
    #expect(ledger.costs.inputTokens == 1_400 && ledger.costs.cachedTokens == 10_000)
    #expect(
      ledger.uses.map(\.unit) == [
        "media_seconds", "recognition_seconds", "tokens_in", "tokens_cached", "tokens_out",
        "synthesis_characters", "cached_characters", "synthesis_characters",
      ])
    #expect(Self.isClose(ledger.uses.reduce(0) { $0 + ($1.dollars ?? 0) }, ledger.costs.total))
    #expect(
      ledger.uses.last
        == CostUse(provider: "embedded", unit: "synthesis_characters", quantity: 10, dollars: nil))
    _ = ledger.note(.tokens(usage, isWasted: true))
    #expect(Self.isClose(ledger.costs.wasted, tokens))
    #expect(ledger.costs.wastedTokens == 11_600)
  }

  @Test("the budget is told of twice: when most of it is used, and when all of it is")
  func budget() {
    var ledger = CostLedger(prices: Self.prices, budget: 0.06)
    var notices: [CostLedger.Notice] = []
    for _ in 0..<20 { if let notice = ledger.note(.line(.seconds(Int64(60)))) { notices.append(notice) } }
    #expect(notices == [.nearlySpent, .spent])
    var sudden = CostLedger(prices: Self.prices, budget: 0.01)
    #expect(sudden.note(.line(.seconds(Int64(600)))) == .spent)
    #expect(sudden.note(.line(.seconds(Int64(600)))) == nil)
  }

  @Test("numbers that no bill can hold do not spoil the sum", arguments: 0..<50)
  func hostile(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    var prices = Self.prices
    prices.linePerMinute = [.nan, .infinity, -5, 1e300].randomElement(using: &dice)!
    prices.voices = ["v": [.nan, -.infinity, 1e300].randomElement(using: &dice)!]
    prices.models = [
      "m": PriceTable.Model(input: .nan, cachedInput: -1, cacheWrite: .infinity, output: 1e308)
    ]
    var ledger = CostLedger(prices: prices, budget: [.nan, -1, 5, .infinity].randomElement(using: &dice)!)
    let counts = [Int.min, -1, 0, 1, Int.max]
    for _ in 0..<50 {
      var usage = TokenUsage(
        input: counts.randomElement(using: &dice)!, cachedInput: counts.randomElement(using: &dice)!,
        cacheWrites: counts.randomElement(using: &dice)!, output: counts.randomElement(using: &dice)!)
      usage.model = "m"
      let items: [CostItem] = [
        .line(MediaTime(nanoseconds: [.min, .max, 0].randomElement(using: &dice)!)),
        .tokens(usage, isWasted: true),
        .speech(characters: counts.randomElement(using: &dice)!, provider: "v"),
        .recognition(.distantFuture, provider: "x"), .savedSpeech(characters: .max, provider: "v"),
      ]
      _ = ledger.note(items.randomElement(using: &dice)!)
      let costs = ledger.costs
      for value in [costs.total, costs.wasted, costs.saved, costs.lineSeconds] {
        #expect(value.isFinite && value >= 0 && value <= 1e12)
      }
      #expect(costs.inputTokens >= 0 && costs.spokenCharacters >= 0)
    }
  }

  @Test("a day's costs are kept by tenant and agent, and the next day begins anew")
  func days() {
    var daily = DailyCosts(most: 2)
    let key = DailyCosts.Key(tenant: "acme", agent: "ann")
    var costs = CallCosts()
    costs.total = 4
    daily.add(costs, of: key, at: 1_000)
    daily.add(costs, of: key, at: 2_000)
    #expect(daily.isSpent(8, of: key, at: 3_000) && !daily.isSpent(9, of: key, at: 3_000))
    #expect(!daily.isSpent(nil, of: key, at: 3_000))
    for index in 0..<10 { daily.add(costs, of: .init(tenant: "t\(index)", agent: "a"), at: 3_000) }
    #expect(daily.today.count <= 3)
    #expect(!daily.isSpent(8, of: key, at: 90_000))
    daily.add(CallCosts(), of: key, at: 90_000)
    #expect(daily.yesterday[key]?.total == 8)
    // A clock that goes back, or is no clock, brings nothing back.
    #expect(!daily.isSpent(8, of: key, at: 1_000))
    daily.add(costs, of: key, at: .nan)
    #expect(daily.today[key]?.total == 4)
  }

  @Test("the book keeps calls apart, tells of budgets once, and adds calls under way to the day")
  func book() {
    let book = CostBook(prices: Self.prices)
    let key = DailyCosts.Key(tenant: "acme", agent: "ann")
    let told = Mutex<[CostLedger.Notice]>([])
    book.open("a", of: key, budget: 0.01) { notice in told.withLock { $0.append(notice) } }
    book.open("b", of: key, budget: nil) { _ in }
    for _ in 0..<4 { book.note(.line(.seconds(Int64(60))), call: "a") }
    book.note(.line(.seconds(Int64(60))), call: "b")
    book.note(.line(.seconds(Int64(60))), call: "nobody")
    #expect(told.withLock { $0 } == [.spent])
    #expect(book.strays == 1)
    #expect(book.isSpent(0.03, of: key, at: 1_000) && !book.isSpent(0.031, of: key, at: 1_000))
    #expect(book.close("a", at: 1_000)?.lineSeconds == 240)
    #expect(book.close("a", at: 1_000) == nil)
    #expect(book.isSpent(0.03, of: key, at: 1_000) && !book.isSpent(0.031, of: key, at: 1_000))
  }

  @Test("the first calls of a day count before one of them is over")
  func newDay() {
    let book = CostBook(prices: Self.prices)
    let key = DailyCosts.Key(tenant: "acme", agent: "ann")
    let (yesterday, today) = (20_000 * 86_400.0, 20_001 * 86_400.0)
    book.open("a", of: key, budget: nil) { _ in }
    book.note(.line(.seconds(Int64(600))), call: "a")
    #expect(book.isSpent(0.06, of: key, at: yesterday))
    book.close("a", at: yesterday)
    #expect(!book.isSpent(0.06, of: key, at: today))
    book.open("b", of: key, budget: nil) { _ in }
    book.note(.line(.seconds(Int64(600))), call: "b")
    #expect(book.isSpent(0.06, of: key, at: today) && !book.isSpent(0.061, of: key, at: today))
    #expect(!book.isSpent(0.01, of: DailyCosts.Key(tenant: "acme", agent: "bob"), at: today))
  }
}
