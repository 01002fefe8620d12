public import Audio

/// A person's yes or no to something that needs it, as it is stored. Named by call and sequence.
public struct ConsentRecord: Sendable, Equatable {
  public var call: CallID
  public var tenant: String
  /// The record's number in its call.
  public var sequence: Int
  /// On the call's media clock.
  public var at: MediaTime
  /// Who was asked: E.164 number or SIP URI.
  public var subject: String
  /// What for: `recording`, `contact`, …
  public var purpose: String
  public var isGranted: Bool
  /// What was said, or how else it was given.
  public var evidence: String

  public init(
    call: CallID, tenant: String = Tenant.standard, sequence: Int, at: MediaTime, subject: String,
    purpose: String, isGranted: Bool, evidence: String = ""
  ) {
    self.call = call
    self.tenant = tenant
    self.sequence = sequence
    self.at = at
    self.subject = subject
    self.purpose = purpose
    self.isGranted = isGranted
    self.evidence = evidence
  }
}
