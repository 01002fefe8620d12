internal import Conversation

/// The agents of virtual calls: one for each kind of answer an agent waits for.
///
/// Every thread has its own, since a machine retains its agent's parts a few times a call, and threads that count
/// the same references wait for each other.
struct VirtualAgents {
  let agents: [AgentDefinition]
  /// Flow states that a model may give: none, and each question.
  let states: [FlowState]

  init() {
    let kinds = AnswerKind.allCases
    let questions = kinds.map { kind in
      var question = FlowQuestion(id: kind.rawValue, prompt: "And?", slot: kind.rawValue, type: .freeText)
      question.expects = kind
      return question
    }
    agents = [45, 60, 90, 120].map { seconds in
      var agent = AgentDefinition(
        name: "Ann", company: "Acme", greeting: "Hello.", flow: ScriptedFlow(questions: questions))
      agent.maxDurationSeconds = seconds
      agent.idle = IdleLadder(silenceSeconds: seconds == 45 ? 3 : 6)
      return agent
    }
    states =
      [FlowState()]
      + kinds.map { kind in
        var state = FlowState()
        state.question = kind.rawValue
        state.turns = 1
        return state
      }
  }
}
