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
  /// The same, by provider and unit, in the order in which they were first used.
  public private(set) var uses: [CostUse] = []
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
      let dollars = seconds / 60 * prices.linePerMinute
      charge(dollars)
      use("carrier", "media_seconds", seconds, dollars)
    case .recognition(let time, let provider):
      let seconds = CallCosts.sane(time.seconds)
      costs.recognitionSeconds = CallCosts.sane(costs.recognitionSeconds + seconds)
      let dollars = price(provider, prices.recognisers).map { seconds / 60 * $0 }
      charge(dollars)
      use(provider, "recognition_seconds", seconds, dollars)
    case .tokens(let usage, let isWasted): tokens(usage, isWasted)
    case .speech(let characters, let provider):
      let count = CallCosts.sane(characters)
      costs.spokenCharacters = CallCosts.sum(costs.spokenCharacters, count)
      let dollars = price(provider, prices.voices).map { Double(count) / 1e6 * $0 }
      charge(dollars)
      use(provider, "synthesis_characters", Double(count), dollars)
    case .savedSpeech(let characters, let provider):
      let count = CallCosts.sane(characters)
      costs.savedCharacters = CallCosts.sum(costs.savedCharacters, count)
      if let price = PriceTable.entry(provider, in: prices.voices) { save(Double(count) / 1e6 * price) }
      use(provider, "cached_characters", Double(count), 0)
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
    let price = price(usage.model, prices.models)
    let inputDollars = price.map {
      Double(CallCosts.sane(usage.input)) * $0.input
        + Double(CallCosts.sane(usage.cacheWrites)) * $0.cacheWrite
    }
    let cachedDollars = price.map { Double(cached) * $0.cachedInput }
    let outputDollars = price.map { Double(output) * $0.output }
    use(usage.model, "tokens_in", Double(input), inputDollars.map { $0 / 1e6 })
    use(usage.model, "tokens_cached", Double(cached), cachedDollars.map { $0 / 1e6 })
    use(usage.model, "tokens_out", Double(output), outputDollars.map { $0 / 1e6 })
    if isWasted { use(usage.model, "tokens_wasted", Double(input) + Double(cached) + Double(output), nil) }
    guard let price, let inputDollars, let cachedDollars, let outputDollars else { return charge(nil) }
    let dollars = inputDollars + cachedDollars + outputDollars
    charge(dollars / 1e6)
    save(Double(cached) * (price.input - price.cachedInput) / 1e6)
    if isWasted { costs.wasted = CallCosts.sane(costs.wasted + CallCosts.sane(dollars / 1e6)) }
  }

  private func price<Value>(_ name: String, _ table: [String: Value]) -> Value? {
    PriceTable.entry(name, in: table)
  }

  private mutating func use(_ provider: String, _ unit: String, _ quantity: Double, _ dollars: Double?) {
    guard quantity > 0 else { return }
    let dollars = dollars.map { CallCosts.sane($0) }
    guard let known = uses.firstIndex(where: { $0.provider == provider && $0.unit == unit }) else {
      // A call has a few providers; what is beyond is in the sums.
      guard uses.count < 64 else { return }
      return uses.append(CostUse(provider: provider, unit: unit, quantity: quantity, dollars: dollars))
    }
    uses[known].quantity = CallCosts.sane(uses[known].quantity + quantity)
    if let dollars { uses[known].dollars = CallCosts.sane((uses[known].dollars ?? 0) + dollars) }
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
