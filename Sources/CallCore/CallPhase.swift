/// What a call is doing at the moment.
public enum CallPhase: String, Sendable, CaseIterable {
  /// Nobody speaks, and nothing is owed to the caller.
  case listening
  case callerSpeaking = "caller_speaking"
  /// The caller has spoken; of the answer nothing has been sent yet.
  case thinking
  case agentSpeaking = "agent_speaking"
}
