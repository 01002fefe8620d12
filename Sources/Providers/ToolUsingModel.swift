public import Conversation
internal import Synchronization

/// An agent's language model: a vendor's model that is told who it is, shown the dialogue as it was heard, and given
/// tools.
public final class ToolUsingModel: LanguageModel {
  private let chat: any ChatModel
  private let runner: any ToolRunner
  private let alarms: any Alarms
  private let meter: (any CostMeter)?
  private let parameters: ModelParameters
  /// Of the agent that was asked for last: a process has few.
  private let prompt = Mutex<(agent: AgentDefinition, prompt: PromptAssembly)?>(nil)

  /// - Parameter parameters: for models that are given none by a `FailoverModel`.
  public init(
    _ chat: any ChatModel, runner: any ToolRunner, alarms: any Alarms, meter: (any CostMeter)? = nil,
    parameters: ModelParameters = ModelParameters()
  ) {
    self.chat = chat
    self.runner = runner
    self.alarms = alarms
    self.meter = meter
    self.parameters = parameters
  }

  public func reply(
    to request: ReplyRequest, events: @escaping @Sendable (ReplyEvent) -> Void
  ) -> any ReplyHandle {
    let reply = ToolReply(
      request, prompt: prompt(of: request.agent), parameters: parameters, chat: chat, runner: runner,
      alarms: alarms, meter: meter, events: events)
    reply.begin()
    return reply
  }

  private func prompt(of agent: AgentDefinition) -> PromptAssembly {
    prompt.withLock { known in
      if let known, known.agent == agent { return known.prompt }
      let prompt = PromptAssembly(of: agent)
      known = (agent, prompt)
      return prompt
    }
  }
}
