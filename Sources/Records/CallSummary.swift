public import Audio

/// One call as it is stored: who, when, how it went.
///
/// Written as often as something becomes known: what is nil leaves what the store already has.
public struct CallSummary: Sendable, Equatable {
  public enum Direction: String, Sendable, Codable { case inbound, outbound }

  public var id: CallID
  /// Stays what it was first; `Tenant.standard` leaves what the store has.
  public var tenant: String
  public var direction: Direction?
  /// Name of the agent definition.
  public var agent: String?
  /// Which version of it: names an `AgentVersionRecord`.
  public var agentVersion: String?
  /// E.164 number or SIP URI.
  public var from: String?
  public var to: String?
  /// The carrier's names for the call, for the pair of legs it belongs to, and for its media stream.
  public var carrierCallID: String?
  public var carrierSessionID: String?
  public var streamID: String?
  /// What the carrier sends: `PCMU`, `OPUS`, …
  public var codec: String?
  /// Milliseconds since 1970.
  public var startedMs: Int64?
  public var answeredMs: Int64?
  public var endedMs: Int64?
  /// Why it ended (`caller_hung_up`, …) and what came of it (`qualified`, …).
  public var endReason: String?
  public var outcome: String?
  /// What the agent collected, a JSON text.
  public var slotsJSON: String?
  public var recordingPath: String?

  public init(
    id: CallID, tenant: String = Tenant.standard, direction: Direction? = nil, agent: String? = nil,
    from: String? = nil, to: String? = nil, carrierCallID: String? = nil, carrierSessionID: String? = nil,
    streamID: String? = nil, codec: String? = nil, startedMs: Int64? = nil, answeredMs: Int64? = nil,
    endedMs: Int64? = nil, endReason: String? = nil, outcome: String? = nil, slotsJSON: String? = nil,
    recordingPath: String? = nil, agentVersion: String? = nil
  ) {
    self.id = id
    self.tenant = tenant
    self.direction = direction
    self.agent = agent
    self.agentVersion = agentVersion
    self.from = from
    self.to = to
    self.carrierCallID = carrierCallID
    self.carrierSessionID = carrierSessionID
    self.streamID = streamID
    self.codec = codec
    self.startedMs = startedMs
    self.answeredMs = answeredMs
    self.endedMs = endedMs
    self.endReason = endReason
    self.outcome = outcome
    self.slotsJSON = slotsJSON
    self.recordingPath = recordingPath
  }

  /// Adds what a later summary of the same call knows.
  public mutating func merge(_ later: CallSummary) {
    if later.tenant != Tenant.standard, tenant == Tenant.standard { tenant = later.tenant }
    direction = later.direction ?? direction
    agent = later.agent ?? agent
    agentVersion = later.agentVersion ?? agentVersion
    from = later.from ?? from
    to = later.to ?? to
    carrierCallID = later.carrierCallID ?? carrierCallID
    carrierSessionID = later.carrierSessionID ?? carrierSessionID
    streamID = later.streamID ?? streamID
    codec = later.codec ?? codec
    startedMs = later.startedMs ?? startedMs
    answeredMs = later.answeredMs ?? answeredMs
    endedMs = later.endedMs ?? endedMs
    endReason = later.endReason ?? endReason
    outcome = later.outcome ?? outcome
    slotsJSON = later.slotsJSON ?? slotsJSON
    recordingPath = later.recordingPath ?? recordingPath
  }
}
