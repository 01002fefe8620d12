internal import Audio
public import Conversation

/// Adds up what one call costs, and tells once when most of its budget is used and once when all of it is.
public struct CostLedger: Sendable {
  public enum Notice: Sendable, Equatable {
    /// Four fifths are used.
    case nearlySpent
    case spent
  }

  private let prices: PriceTable
  private let budget: Double?
  public private(set) var costs = CallCosts()
  private var told: Notice?

  /// - Parameter budget: US dollars; nil: no limit.
  public init(prices: PriceTable, budget: Double?) {
    self.prices = prices
    self.budget = budget.map { CallCosts.sane($0) }
  }

  public mutating func note(_ item: CostItem) -> Notice? {
    switch item {
    case .line(let time):
      let seconds = CallCosts.sane(time.seconds)
      costs.lineSeconds = CallCosts.sane(costs.lineSeconds + seconds)
      charge(seconds / 60 * prices.linePerMinute)
    case .recognition(let time, let provider):
      let seconds = CallCosts.sane(time.seconds)
      costs.recognitionSeconds = CallCosts.sane(costs.recognitionSeconds + seconds)
      charge(price(provider, prices.recognisers).map { seconds / 60 * $0 })
    case .tokens(let usage, let isWasted): tokens(usage, isWasted)
    case .speech(let characters, let provider):
      let count = CallCosts.sane(characters)
      costs.spokenCharacters = CallCosts.sum(costs.spokenCharacters, count)
      charge(price(provider, prices.voices).map { Double(count) / 1e6 * $0 })
    case .savedSpeech(let characters, let provider):
      let count = CallCosts.sane(characters)
      costs.savedCharacters = CallCosts.sum(costs.savedCharacters, count)
      if let price = PriceTable.entry(provider, in: prices.voices) { save(Double(count) / 1e6 * price) }
    }
    return notice()
  }

  private mutating func tokens(_ usage: TokenUsage, _ isWasted: Bool) {
    let input = CallCosts.sum(usage.input, usage.cacheWrites)
    let cached = CallCosts.sane(usage.cachedInput)
    let output = CallCosts.sane(usage.output)
    costs.inputTokens = CallCosts.sum(costs.inputTokens, input)
    costs.cachedTokens = CallCosts.sum(costs.cachedTokens, cached)
    costs.outputTokens = CallCosts.sum(costs.outputTokens, output)
    if isWasted {
      costs.wastedTokens = CallCosts.sum(
        costs.wastedTokens, CallCosts.sum(CallCosts.sum(input, cached), output))
    }
    guard let price = price(usage.model, prices.models) else { return charge(nil) }
    let dollars =
      Double(CallCosts.sane(usage.input)) * price.input + Double(cached) * price.cachedInput
      + Double(CallCosts.sane(usage.cacheWrites)) * price.cacheWrite + Double(output) * price.output
    charge(dollars / 1e6)
    save(Double(cached) * (price.input - price.cachedInput) / 1e6)
    if isWasted { costs.wasted = CallCosts.sane(costs.wasted + CallCosts.sane(dollars / 1e6)) }
  }

  private func price<Value>(_ name: String, _ table: [String: Value]) -> Value? {
    PriceTable.entry(name, in: table)
  }

  /// - Parameter dollars: nil: nobody knows.
  private mutating func charge(_ dollars: Double?) {
    guard let dollars else {
      costs.unpriced = CallCosts.sum(costs.unpriced, 1)
      return
    }
    costs.total = CallCosts.sane(costs.total + CallCosts.sane(dollars))
  }

  private mutating func save(_ dollars: Double) {
    costs.saved = CallCosts.sane(costs.saved + CallCosts.sane(dollars))
  }

  private mutating func notice() -> Notice? {
    guard let budget, told != .spent else { return nil }
    if costs.total >= budget {
      told = .spent
      return .spent
    }
    guard costs.total >= budget * 0.8, told == nil else { return nil }
    told = .nearlySpent
    return .nearlySpent
  }
}
