public import Audio

/// Which calls are wanted, latest first. What is nil does not narrow.
public struct CallQuery: Sendable, Equatable {
  public static let mostCalls = 1_000

  public var tenant: String?
  /// The time at which a call came in, milliseconds since 1970: from this one on, and before that one.
  public var fromMs: Int64?
  public var untilMs: Int64?
  /// Who called or was called: E.164 number or SIP URI, whole.
  public var number: String?
  public var agent: String?
  public var outcome: String?
  /// Words that were all said in the call.
  public var text: String?
  /// Only calls that came in before this one: the `next` of the page before.
  public var after: CallID?
  /// 1 to `mostCalls`; outside, the nearest end is taken.
  public var limit: Int

  public init(
    tenant: String? = nil, fromMs: Int64? = nil, untilMs: Int64? = nil, number: String? = nil,
    agent: String? = nil, outcome: String? = nil, text: String? = nil, after: CallID? = nil, limit: Int = 50
  ) {
    self.tenant = tenant
    self.fromMs = fromMs
    self.untilMs = untilMs
    self.number = number
    self.agent = agent
    self.outcome = outcome
    self.text = text
    self.after = after
    self.limit = limit
  }

  /// `limit` within its bounds.
  public var boundedLimit: Int { min(max(limit, 1), Self.mostCalls) }

  /// The ids that calls can have: from the lowest to below the highest. Ids sort by arrival, so that time needs no column.
  public var idRange: (from: CallID, until: CallID) {
    let lowest = Self.firstID(atMs: fromMs ?? 0)
    let highest =
      untilMs.map(Self.firstID) ?? CallID(unixMilliseconds: .max, random: .max, .max)
    return (lowest, after.map { min($0, highest) } ?? highest)
  }

  private static func firstID(atMs ms: Int64) -> CallID {
    CallID(unixMilliseconds: UInt64(min(max(ms, 0), 1 << 48 - 1)), random: 0, 0)
  }
}
