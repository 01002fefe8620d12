/// Hides what a caller gave in confidence from transcripts, events and logs; the dialogue itself keeps it.
public enum SensitiveText {
  /// Stands for anything hidden.
  public static let mask = "[masked]"

  /// Whether the question that waits for an answer is a sensitive one.
  public static func isExpected(by agent: AgentDefinition, in state: FlowState) -> Bool {
    state.question.flatMap { agent.flow?.question($0)?.isSensitive } ?? false
  }

  /// The state with its sensitive slots hidden.
  public static func masked(_ state: FlowState, of agent: AgentDefinition) -> FlowState {
    let hidden = sensitiveSlots(of: agent)
    guard !hidden.isEmpty else { return state }
    var state = state
    state.slots = state.slots.map { hidden.contains($0.slot) ? masked($0) : $0 }
    state.partial = state.partial.map { hidden.contains($0.slot) ? masked($0) : $0 }
    return state
  }

  /// A text of the agent's with what it repeats of sensitive slots hidden.
  public static func masked(_ text: String, saying state: FlowState, of agent: AgentDefinition) -> String {
    let hidden = sensitiveSlots(of: agent)
    guard !hidden.isEmpty else { return text }
    var text = text
    for slot in state.slots where hidden.contains(slot.slot) {
      for secret in [slot.value.spoken, slot.raw] where secret.count > 1 {
        text = text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: mask)
      }
    }
    return text
  }

  private static func sensitiveSlots(of agent: AgentDefinition) -> Set<String> {
    Set((agent.flow?.questions ?? []).filter(\.isSensitive).map(\.slot))
  }

  private static func masked(_ slot: SlotValue) -> SlotValue {
    SlotValue(slot: slot.slot, raw: mask, value: .text(mask))
  }
}
