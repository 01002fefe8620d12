import AgentFiles
import Conversation

/// One call to the fixture's agent: text in, sentences out.
struct FixtureCall {
  static let agent = Result { () throws(AgentFileError) in
    try AgentFile.load(Fixtures.agents + "/lead-qualification.yaml")
  }

  let agent: AgentDefinition
  let flow: ScriptedFlow
  var state = FlowState()
  var last: ScriptedReply?
  /// Saturday, 21 November 2026, ten in the morning in New York.
  var wallClock = Double(20_778 * 86_400 + 15 * 3600)

  init() throws {
    agent = try Self.agent.get()
    flow = agent.flow ?? ScriptedFlow(questions: [])
  }

  @discardableResult
  mutating func happens(_ occasion: ScriptedFlow.Occasion) -> String {
    let reply = flow.reply(to: occasion, state: state, agent: agent, wallClock: wallClock)
    state = reply.state
    last = reply
    return reply.text.joined(separator: " ")
  }

  @discardableResult
  mutating func caller(says text: String) -> String { happens(.callerSaid(text)) }

  func spoken(_ slot: String) -> String? { state.value(of: slot)?.spoken }
}
