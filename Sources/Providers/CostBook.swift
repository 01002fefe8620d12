public import Conversation
internal import Synchronization

/// The ledgers of all calls under way, and the sums of the days. What is told of a call
/// after it is over is only counted.
public final class CostBook: CostMeter {
  private struct Account {
    var ledger: CostLedger
    let key: DailyCosts.Key
    let tell: @Sendable (CostLedger.Notice) -> Void
  }
  private struct State {
    var accounts: [String: Account] = [:]
    var daily = DailyCosts()
    /// Of items that belong to no call that is known.
    var strays = 0
  }

  private let prices: PriceTable
  private let state = Mutex(State())

  public init(prices: PriceTable) { self.prices = prices }

  /// - Parameter tell: told when the call's budget is nearly, and when it is wholly, used. From any thread.
  public func open(
    _ call: String, of key: DailyCosts.Key, budget: Double?,
    tell: @escaping @Sendable (CostLedger.Notice) -> Void
  ) {
    let account = Account(ledger: CostLedger(prices: prices, budget: budget), key: key, tell: tell)
    state.withLock { $0.accounts[call] = account }
  }

  public func note(_ item: CostItem, call: String) {
    let told: (notice: CostLedger.Notice, tell: @Sendable (CostLedger.Notice) -> Void)? = state.withLock {
      state in
      guard let notice = state.accounts[call]?.ledger.note(item) else {
        if state.accounts[call] == nil { state.strays += 1 }
        return nil
      }
      return state.accounts[call].map { (notice, $0.tell) }
    }
    if let told { told.tell(told.notice) }
  }

  public func costs(of call: String) -> CallCosts? { state.withLock { $0.accounts[call]?.ledger.costs } }
  /// By provider and unit, so far; empty when no such call is open.
  public func uses(of call: String) -> [CostUse] { state.withLock { $0.accounts[call]?.ledger.uses ?? [] } }

  /// The call is over: what it cost, which now counts for its day.
  ///
  /// - Parameter wallClock: seconds since 1970.
  @discardableResult
  public func close(_ call: String, at wallClock: Double) -> CallCosts? {
    state.withLock { state in
      guard let account = state.accounts.removeValue(forKey: call) else { return nil }
      state.daily.add(account.ledger.costs, of: account.key, at: wallClock)
      return account.ledger.costs
    }
  }

  /// Whether a tenant's agent may take one more call today; calls under way count as far as they have come.
  public func isSpent(_ budget: Double?, of key: DailyCosts.Key, at wallClock: Double) -> Bool {
    guard let budget else { return false }
    return state.withLock { state in
      let open = state.accounts.values.reduce(0) { $0 + ($1.key == key ? $1.ledger.costs.total : 0) }
      return state.daily.isSpent(budget, of: key, at: wallClock, underWay: open)
    }
  }

  public var today: [DailyCosts.Key: CallCosts] { state.withLock { $0.daily.today } }
  /// Items that came for calls that were over.
  public var strays: Int { state.withLock { $0.strays } }
}
