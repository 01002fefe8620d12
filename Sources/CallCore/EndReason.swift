/// Why a call ended.
public enum EndReason: Sendable, Equatable {
  /// The agent said goodbye; the word is the flow's own (`qualified`, `not_interested`, …).
  case agentEnded(String)
  /// The carrier said `stop`: the caller hung up, or someone hung up for both.
  case callerHungUp
  /// The socket closed without a `stop`.
  case connectionLost
  /// The caller said nothing through the whole idle ladder.
  case callerSilent
  /// No audio came from the carrier any more.
  case mediaTimeout
  /// The agent's longest call was reached.
  case maxDuration
  /// The call had cost as much as it may.
  case overBudget
  /// A provider failed and there was no way on.
  case providerFailed(String)
  /// The carrier stopped reading what was sent to it.
  case slowReader
  /// The engine is going down.
  case shutdown

  /// A stable word for records and metrics.
  public var word: String {
    switch self {
    case .agentEnded: "agent_ended"
    case .callerHungUp: "caller_hung_up"
    case .connectionLost: "connection_lost"
    case .callerSilent: "caller_silent"
    case .mediaTimeout: "media_timeout"
    case .maxDuration: "max_duration"
    case .overBudget: "over_budget"
    case .providerFailed: "provider_failed"
    case .slowReader: "slow_reader"
    case .shutdown: "shutdown"
    }
  }
}
