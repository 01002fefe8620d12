/// Words to find in what was said, the latest first.
public struct TextQuery: Sendable, Equatable {
  public static let mostHits = 1_000

  /// Words that must all be in one turn, in any order; case does not matter. Nothing in it is an operator.
  public var text: String
  public var tenant: String?
  /// Milliseconds since 1970 at which the call came in: from this one on, and before that one.
  public var fromMs: Int64?
  public var untilMs: Int64?
  /// The `next` of the page before.
  public var after: TextCursor?
  /// 1 to `mostHits`; outside, the nearest end is taken.
  public var limit: Int

  public init(
    _ text: String, tenant: String? = nil, fromMs: Int64? = nil, untilMs: Int64? = nil,
    after: TextCursor? = nil, limit: Int = 50
  ) {
    self.text = text
    self.tenant = tenant
    self.fromMs = fromMs
    self.untilMs = untilMs
    self.after = after
    self.limit = limit
  }

  public var boundedLimit: Int { min(max(limit, 1), Self.mostHits) }

  /// The query's words: letters and digits, in lower case. Empty when there are none to look for.
  public static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.prefix(32).map(String.init)
  }
}
