/// The lines an agent keeps for what can happen in any call. All may use `{agent}`, `{company}` and `{slot}`
/// placeholders.
public struct AgentLines: Sendable, Equatable, Codable {
  /// Said before a question is repeated on request.
  public var repeating = "Sure."
  /// "Who is this?"
  public var identity = "This is {agent}, calling from {company}."
  /// "Are you a robot?" The answer must be honest.
  public var robot = "Yes, I'm an automated assistant for {company}."
  /// "Hold on a second."
  public var holding = "Sure, take your time."
  /// "Hello? Are you there?"
  public var presence = "Yes, I'm here."
  /// "Hello."
  public var hello = "Hello."
  /// Nothing usable was heard and the question has no re-prompt of its own.
  public var notCaught = "Sorry, I didn't catch that."
  /// An optional question is left open.
  public var skipping = "No problem."
  /// A required question stays without an answer.
  public var givingUp = "I'm sorry, I'm having trouble understanding. A colleague will follow up."
  /// A week or a month was named where a day is needed.
  public var whichDay = "Which day would suit you?"
  /// A value is changed on request; `{value}` is its new spoken form.
  public var corrected = "Got it, {value}."
  /// Said before a call is handed over.
  public var transferring = "One moment, I'll put you through."
  /// The call will soon reach its limit of time; empty: nothing is said.
  public var timeWarning = "We have about half a minute left."
  /// Said when a reply takes longer than most, one of them, in turn.
  public var fillers = ["Let me see."]
  /// The call has reached its limit of turns or time.
  public var timeUp = "I'm afraid we're out of time."
  /// The agent's own machinery fails.
  public var trouble = "I'm sorry, something went wrong on our side. We'll call you back."
  /// Said after an answer whose question has no acknowledgement of its own, in turn.
  public var acknowledgements = ["Okay.", "Got it.", "Thanks."]
  /// The last words, by outcome. An outcome without a line uses `incomplete`'s, then "Goodbye."
  public var goodbyes: [CallOutcome: String] = [
    .qualified: "Thank you for your time. Goodbye.",
    .notInterested: "That's all right. Thank you for your time. Goodbye.",
    .callback: "Thank you. Talk to you then. Goodbye.",
    .doNotCall: "I'm sorry for the trouble. I'll take you off our list, and we won't call again. Goodbye.",
    .noAnswer: "I can't hear anyone, so I'll hang up now. Goodbye.",
    .incomplete: "Thank you for your time. Goodbye.",
  ]

  public init() {}

  public func goodbye(for outcome: CallOutcome) -> String {
    goodbyes[outcome] ?? goodbyes[.incomplete] ?? "Goodbye."
  }
}
