/// Where a flow goes next.
public enum FlowTarget: Sendable, Equatable {
  case question(String)
  case end(CallOutcome)
}
