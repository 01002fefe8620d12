public import Audio

/// What came of a call, or of a stage of it, as it is stored. Named by call and sequence.
public struct OutcomeRecord: Sendable, Equatable {
  public var call: CallID
  public var tenant: String
  /// The record's number in its call.
  public var sequence: Int
  /// On the call's media clock.
  public var at: MediaTime
  /// `qualified`, `transferred`, …
  public var outcome: String
  /// What the agent had collected by then, a JSON text.
  public var slotsJSON: String?

  public init(
    call: CallID, tenant: String = Tenant.standard, sequence: Int, at: MediaTime, outcome: String,
    slotsJSON: String? = nil
  ) {
    self.call = call
    self.tenant = tenant
    self.sequence = sequence
    self.at = at
    self.outcome = outcome
    self.slotsJSON = slotsJSON
  }
}
