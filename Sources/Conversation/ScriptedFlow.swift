/// A lead-qualification conversation as data: questions in order, and what may come up in between.
///
/// It holds no state: `reply` is a function of what happened, where the flow stands and the wall clock, so a
/// reply may be computed speculatively and thrown away.
public struct ScriptedFlow: Sendable, Equatable, Codable {
  /// What made the agent speak.
  public enum Occasion: Sendable, Equatable {
    case callAnswered
    case callerSaid(String)
    /// Counts from 1 since the caller's last turn.
    case callerSilent(times: Int)
  }

  public var questions: [FlowQuestion]
  public var objections: [FlowObjection]
  /// Replies before the call is brought to an end, whatever the caller says.
  public var maxTurns: Int

  public init(questions: [FlowQuestion], objections: [FlowObjection] = [], maxTurns: Int = 60) {
    self.questions = questions
    self.objections = objections
    self.maxTurns = maxTurns
  }

  public func question(_ id: String) -> FlowQuestion? {
    questions.first { $0.id == id }
  }

  /// What the pending question invites, for endpointing; open when none is pending.
  public func expectedAnswer(in state: FlowState) -> AnswerKind {
    state.question.flatMap(question)?.answerKind ?? .open
  }

  /// What the agent says next, with the state to keep once that reply is committed.
  ///
  /// - Parameters:
  ///   - agent: whose lines, currency and time zone apply.
  ///   - wallClock: seconds since 1970, for "tomorrow at three".
  public func reply(
    to occasion: Occasion, state: FlowState, agent: AgentDefinition, wallClock: Double
  ) -> ScriptedReply {
    var turn = FlowTurn(flow: self, agent: agent, state: state, wallClock: wallClock)
    return turn.reply(to: occasion)
  }
}
