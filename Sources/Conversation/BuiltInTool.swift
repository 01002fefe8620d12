/// What every agent's language model can do without a tool of its owner's; the raw value is the name it is called by.
public enum BuiltInTool: String, Sendable, CaseIterable {
  case endCall = "end_call"
  /// For agents that may hand calls over.
  case transfer
  case sendDigits = "send_dtmf"
  case collect
}
