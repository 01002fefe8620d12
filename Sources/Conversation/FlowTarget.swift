/// Where a flow goes next.
public enum FlowTarget: Sendable, Equatable, Codable {
  case question(String)
  case end(CallOutcome)
}
