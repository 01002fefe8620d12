public import Audio

/// Everything that a call leaves behind, in the form in which it travels to a store.
///
/// Storing one twice is the same as storing it once.
public enum StoreRecord: Sendable, Equatable {
  // Boxed: a summary is much larger than the others, and would make each of them as large in a queue.
  indirect case call(CallSummary)
  case turn(TurnRecord)
  case timing(TurnTimingRecord)
  case event(CallEventRecord)
  indirect case contact(ContactRecord)
  indirect case agentVersion(AgentVersionRecord)
  indirect case outcome(OutcomeRecord)
  indirect case usage(UsageRecord)
  indirect case consent(ConsentRecord)

  public var call: CallID {
    switch self {
    case .call(let call): call.id
    case .turn(let turn): turn.call
    case .timing(let timing): timing.call
    case .event(let event): event.call
    case .contact(let contact): contact.call
    case .agentVersion(let version): version.call
    case .outcome(let outcome): outcome.call
    case .usage(let usage): usage.call
    case .consent(let consent): consent.call
    }
  }
}
