public import Audio

/// What a call taught about a person, as it is stored. Named by tenant and number: later calls add to it.
public struct ContactRecord: Sendable, Equatable {
  /// The call that taught it.
  public var call: CallID
  public var tenant: String
  /// E.164 number or SIP URI.
  public var number: String
  /// nil leaves what the store has, as does nil below.
  public var name: String?
  /// A JSON text.
  public var attributesJSON: String?
  /// Milliseconds since 1970.
  public var seenMs: Int64

  public init(
    call: CallID, tenant: String = Tenant.standard, number: String, name: String? = nil,
    attributesJSON: String? = nil, seenMs: Int64
  ) {
    self.call = call
    self.tenant = tenant
    self.number = number
    self.name = name
    self.attributesJSON = attributesJSON
    self.seenMs = seenMs
  }
}
