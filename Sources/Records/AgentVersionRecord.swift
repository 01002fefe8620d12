public import Audio

/// The agent definition that a call ran with, as it is stored. Named by tenant, agent and version.
public struct AgentVersionRecord: Sendable, Equatable {
  /// The call that ran with it.
  public var call: CallID
  public var tenant: String
  public var agent: String
  /// Changes with the definition: a digest of it, or a number.
  public var version: String
  /// The definition's text.
  public var definition: String
  /// Milliseconds since 1970.
  public var seenMs: Int64

  public init(
    call: CallID, tenant: String = Tenant.standard, agent: String, version: String, definition: String,
    seenMs: Int64
  ) {
    self.call = call
    self.tenant = tenant
    self.agent = agent
    self.version = version
    self.definition = definition
    self.seenMs = seenMs
  }
}
