public import Redaction

/// A configured persona: who calls, in which voice, what it says, and how patient it is.
public struct AgentDefinition: Sendable, Equatable, Codable {
  /// The name the agent gives itself; `{agent}` in lines.
  public var name: String
  /// Whom it calls for; `{company}` in lines.
  public var company: String
  /// BCP 47 tag. Scripted flows understand English.
  public var language = "en-US"
  /// Which of the synthesiser's voices speaks; empty for its default.
  public var voice = ""
  /// Instructions for a network language model. A scripted flow does without.
  public var persona = ""
  public var greeting: String
  /// Said right after the greeting; empty for none.
  public var recordingNotice = ""
  public var flow: ScriptedFlow?
  public var patience = Patience()
  public var idle = IdleLadder()
  /// The engine ends the call politely after this many seconds.
  public var maxDurationSeconds = 600
  public var limits = CallLimits()
  public var providers = ProviderPlan()
  /// What its language model may have done, besides what is built in.
  public var tools: [ToolDefinition] = []
  /// Whom it may hand a call to; with none it hands nobody over.
  public var transfers: [TransferTarget] = []
  /// Minutes east of UTC where the caller's "tomorrow at three" is meant.
  public var utcOffsetMinutes = 0
  /// ISO 4217 code for sums named without a currency.
  public var currency = "USD"
  public var lines = AgentLines()
  /// Word to spoken form, for names that a synthesiser would get wrong.
  public var lexicon: [String: String] = [:]
  /// What is taken out of this agent's calls before they are stored; nothing when empty.
  @SortedKinds public var redact: Set<PIIKind> = []

  public init(name: String, company: String, greeting: String, flow: ScriptedFlow? = nil) {
    self.name = name
    self.company = company
    self.greeting = greeting
    self.flow = flow
  }
}
