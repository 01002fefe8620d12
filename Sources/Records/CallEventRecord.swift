public import Audio

/// Something that happened in a call, as it is stored. Named by call and sequence.
public struct CallEventRecord: Sendable, Equatable {
  public var call: CallID
  public var tenant: String
  /// The record's number in its call.
  public var sequence: Int
  /// On the call's media clock.
  public var at: MediaTime
  /// A stable word: `answered`, `barge_in`, …
  public var kind: String
  /// A JSON text, or any text.
  public var detail: String

  public init(
    call: CallID, sequence: Int, at: MediaTime, kind: String, detail: String = "",
    tenant: String = Tenant.standard
  ) {
    self.call = call
    self.tenant = tenant
    self.sequence = sequence
    self.at = at
    self.kind = kind
    self.detail = detail
  }
}
