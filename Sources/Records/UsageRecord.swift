public import Audio

/// Something that a call used and what it cost, as it is stored. Named by call and sequence.
public struct UsageRecord: Sendable, Equatable {
  public var call: CallID
  public var tenant: String
  /// The record's number in its call.
  public var sequence: Int
  /// On the call's media clock.
  public var at: MediaTime
  /// Who was used: a provider's name.
  public var provider: String
  /// What of: `recognition_seconds`, `synthesis_characters`, `tokens_in`, …
  public var unit: String
  /// How many units.
  public var quantity: Double
  /// In millionths of `currency`; nil when no price is known.
  public var costMicros: Int64?
  /// ISO 4217.
  public var currency: String

  public init(
    call: CallID, tenant: String = Tenant.standard, sequence: Int, at: MediaTime, provider: String,
    unit: String, quantity: Double, costMicros: Int64? = nil, currency: String = "USD"
  ) {
    self.call = call
    self.tenant = tenant
    self.sequence = sequence
    self.at = at
    self.provider = provider
    self.unit = unit
    self.quantity = quantity
    self.costMicros = costMicros
    self.currency = currency
  }
}
