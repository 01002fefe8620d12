public import Audio

/// One call as it is stored: who, when, how it went.
///
/// Written as often as something becomes known: what is nil leaves what the store already has.
public struct CallSummary: Sendable, Equatable {
  public enum Direction: String, Sendable, Codable { case inbound, outbound }

  public var id: CallID
  public var tenant: String?
  public var direction: Direction?
  /// Name of the agent definition.
  public var agent: String?
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
    id: CallID, tenant: String? = nil, direction: Direction? = nil, agent: String? = nil,
    from: String? = nil, to: String? = nil, carrierCallID: String? = nil, carrierSessionID: String? = nil,
    streamID: String? = nil, codec: String? = nil, startedMs: Int64? = nil, answeredMs: Int64? = nil,
    endedMs: Int64? = nil, endReason: String? = nil, outcome: String? = nil, slotsJSON: String? = nil,
    recordingPath: String? = nil
  ) {
    self.id = id
    self.tenant = tenant
    self.direction = direction
    self.agent = agent
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
}
