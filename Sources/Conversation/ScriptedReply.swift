/// What a scripted flow answers, with the state to keep once the reply is committed.
public struct ScriptedReply: Sendable, Equatable {
  /// Whole sentences in order, each speakable as it stands.
  public var text: [String]
  public var state: FlowState
  /// Set when the agent ends the call after this reply has been heard.
  public var endCall: CallOutcome?
  /// What the caller is likely to answer.
  public var expects: AnswerKind

  public init(text: [String], state: FlowState, endCall: CallOutcome?, expects: AnswerKind) {
    self.text = text
    self.state = state
    self.endCall = endCall
    self.expects = expects
  }
}
