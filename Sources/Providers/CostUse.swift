/// So much of one thing that a call used of one provider.
public struct CostUse: Sendable, Equatable {
  /// As prices name it; `carrier` for the line.
  public var provider: String
  /// `media_seconds`, `recognition_seconds`, `tokens_in`, `tokens_cached`, `tokens_out`, `tokens_wasted` (part of the
  /// three before), `synthesis_characters`, `cached_characters` (which cost nothing).
  public var unit: String
  public var quantity: Double
  /// US dollars; nil when no price is known.
  public var dollars: Double?

  public init(provider: String, unit: String, quantity: Double, dollars: Double?) {
    self.provider = provider
    self.unit = unit
    self.quantity = quantity
    self.dollars = dollars
  }
}
