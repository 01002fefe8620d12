public import Conversation

/// Decides what the agent says next, and streams it.
public protocol LanguageModel: Sendable {
  /// Starts a reply. `events` is called from any thread, one event at a time, in order; the last one is
  /// `finished` or `failed`.
  ///
  /// The request holds everything that the reply may depend on, and a reply changes nothing until its caller
  /// commits it: one that was started speculatively is simply thrown away. What cannot be undone waits for the
  /// handle's `confirm` unless the request is confirmed already.
  func reply(
    to request: ReplyRequest, events: @escaping @Sendable (ReplyEvent) -> Void
  ) -> any ReplyHandle
}

public struct ReplyRequest: Sendable {
  /// What made the agent speak.
  public enum Occasion: Sendable, Equatable {
    /// The call was answered.
    case callAnswered
    /// The caller finished a turn. The text is not yet in `dialogue`.
    case callerSaid(String)
    /// The caller has said nothing for a while; counts from 1 since the last caller turn.
    case callerSilent(times: Int)
  }

  public var agent: AgentDefinition
  public var dialogue: Dialogue
  public var occasion: Occasion
  /// Seconds since 1970, the wall clock at the start of the turn, for "tomorrow at three".
  public var wallClock: Double
  /// Names the call, so that what must be done once is not done again for a reply that is asked for again.
  public var call = ""
  /// False while the caller may still go on: the reply may be thrown away.
  public var isConfirmed = true

  public init(agent: AgentDefinition, dialogue: Dialogue, occasion: Occasion, wallClock: Double) {
    self.agent = agent
    self.dialogue = dialogue
    self.occasion = occasion
    self.wallClock = wallClock
  }
}

public enum ReplyEvent: Sendable, Equatable {
  /// The next piece of the reply, a token or more.
  case text(String)
  /// Keys to press on the line: `0` to `9`, `*`, `#`, `A` to `D`. Sent as tones, in their place among the words.
  case digits(String)
  /// Where the scripted flow stands once this reply is committed.
  case flow(FlowState)
  /// The agent ends the call when this reply has been heard.
  case endCall(reason: String)
  /// The call is handed over to this number or address when this reply has been heard.
  case transfer(to: String)
  /// A tool was begun (without a result), or has answered. It happened, whatever becomes of the reply.
  case tool(ToolRecord)
  case finished
  case failed(ProviderError)
}
