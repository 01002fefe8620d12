internal import Conversation
public import Providers

/// Speaks an agent's scripted flow through the language-model seam.
///
/// The flow is a function of the request alone, so a reply costs microseconds and is given at once, piece by
/// piece, as a network model's would come.
public struct ScriptedLanguageModel: LanguageModel {
  public init() {}

  public func reply(
    to request: ReplyRequest, events: @escaping @Sendable (ReplyEvent) -> Void
  ) -> any ReplyHandle {
    guard let flow = request.agent.flow else {
      events(.failed(.misconfigured("agent \(request.agent.name) has no flow; the scripted model needs one")))
      return Finished()
    }
    let occasion: ScriptedFlow.Occasion =
      switch request.occasion {
      case .callAnswered: .callAnswered
      case .callerSaid(let text): .callerSaid(text)
      case .callerSilent(let times): .callerSilent(times: times)
      }
    let reply = flow.reply(
      to: occasion, state: request.dialogue.flow, agent: request.agent, wallClock: request.wallClock)
    events(.flow(reply.state))
    if let outcome = reply.endCall { events(.endCall(reason: outcome.rawValue)) }
    for sentence in reply.text { events(.text("\(sentence) ")) }
    events(.finished)
    return Finished()
  }

  private final class Finished: ReplyHandle {
    func cancel() {}
  }
}
