internal import Conversation

extension AgentDefinition {
  /// What sort of answer the agent waits for, as far as its script tells.
  func expectedAnswer(in state: FlowState) -> AnswerKind {
    state.question.flatMap { flow?.question($0)?.answerKind } ?? .open
  }
}
