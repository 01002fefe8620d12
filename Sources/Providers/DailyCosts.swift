/// What the calls of a day (UTC) cost, by tenant and agent. Days that are over are forgotten but for the last.
public struct DailyCosts: Sendable {
  public struct Key: Sendable, Hashable {
    public var tenant: String
    public var agent: String

    public init(tenant: String, agent: String) {
      self.tenant = tenant
      self.agent = agent
    }
  }

  /// Tenants and agents that are told apart; what is beyond counts together under an empty name.
  private let most: Int
  private var day = 0
  public private(set) var today: [Key: CallCosts] = [:]
  public private(set) var yesterday: [Key: CallCosts] = [:]

  public init(most: Int = 10_000) { self.most = most }

  /// - Parameter wallClock: seconds since 1970.
  public mutating func add(_ costs: CallCosts, of key: Key, at wallClock: Double) {
    turn(to: wallClock)
    let isKnown = today[key] != nil || today.count < most
    today[isKnown ? key : Key(tenant: "", agent: ""), default: CallCosts()].add(costs)
  }

  /// Whether no more calls are to be taken today.
  ///
  /// - Parameters:
  ///   - budget: US dollars; nil: no limit.
  ///   - underWay: US dollars that calls which are not over yet have cost.
  public func isSpent(
    _ budget: Double?, of key: Key, at wallClock: Double, underWay: Double = 0
  ) -> Bool {
    guard let budget else { return false }
    // On a new day no call may be over yet.
    let isToday = (Self.day(of: wallClock) ?? day) <= day
    let closed = isToday ? today[key]?.total ?? 0 : 0
    return closed + CallCosts.sane(underWay) >= CallCosts.sane(budget)
  }

  private mutating func turn(to wallClock: Double) {
    // A clock that is set back does not bring a day back.
    guard let now = Self.day(of: wallClock), now > day else { return }
    yesterday = now == day + 1 ? today : [:]
    today = [:]
    day = now
  }

  private static func day(of wallClock: Double) -> Int? {
    guard wallClock.isFinite, abs(wallClock) < 1e12 else { return nil }
    return Int((wallClock / 86_400).rounded(.down))
  }
}
