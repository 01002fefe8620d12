/// What a call used and what that costs; totals of several calls add up.
public struct CallCosts: Sendable, Equatable, Codable {
  public var lineSeconds = 0.0
  public var recognitionSeconds = 0.0
  public var inputTokens = 0
  public var cachedTokens = 0
  public var outputTokens = 0
  /// All tokens of replies that nobody heard; part of the numbers above.
  public var wastedTokens = 0
  public var spokenCharacters = 0
  /// Characters that came from the cache and cost nothing.
  public var savedCharacters = 0
  /// US dollars.
  public var total = 0.0
  /// Part of the total: replies that nobody heard.
  public var wasted = 0.0
  /// Not part of the total: what cached speech and cached tokens would have cost besides.
  public var saved = 0.0
  /// Uses of providers that no price is known of.
  public var unpriced = 0

  public init() {}

  public mutating func add(_ other: CallCosts) {
    lineSeconds = Self.sane(lineSeconds + other.lineSeconds)
    recognitionSeconds = Self.sane(recognitionSeconds + other.recognitionSeconds)
    inputTokens = Self.sum(inputTokens, other.inputTokens)
    cachedTokens = Self.sum(cachedTokens, other.cachedTokens)
    outputTokens = Self.sum(outputTokens, other.outputTokens)
    wastedTokens = Self.sum(wastedTokens, other.wastedTokens)
    spokenCharacters = Self.sum(spokenCharacters, other.spokenCharacters)
    savedCharacters = Self.sum(savedCharacters, other.savedCharacters)
    total = Self.sane(total + other.total)
    wasted = Self.sane(wasted + other.wasted)
    saved = Self.sane(saved + other.saved)
    unpriced = Self.sum(unpriced, other.unpriced)
  }

  /// What no bill can hold counts as nothing, what is larger than any as the largest.
  static func sane(_ value: Double) -> Double { value.isNaN ? 0 : min(max(value, 0), 1e12) }

  static func sane(_ count: Int) -> Int { min(max(count, 0), 1_000_000_000_000) }

  static func sum(_ left: Int, _ right: Int) -> Int { sane(sane(left) + sane(right)) }
}
