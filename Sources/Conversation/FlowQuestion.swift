/// One question of a scripted flow. Texts may hold `{slot}`, `{agent}` and `{company}` placeholders.
public struct FlowQuestion: Sendable, Equatable, Codable {
  public var id: String
  /// How it is asked the first time.
  public var prompt: String
  /// How it is asked again after an interruption; nil repeats `prompt`.
  public var brief: String?
  /// Said, in order, after answers that could not be used. One more such answer and the question is given up.
  public var reprompts: [String] = []
  public var slot: String
  public var type: SlotType
  /// Without an answer to a required question the call ends; others are skipped.
  public var isRequired = true
  /// Said after a usable answer, one of them, in turn.
  public var acknowledgements: [String] = []
  /// The first whose condition is met decides where the flow goes.
  public var branches: [FlowBranch] = []
  /// Where it goes without a branch; nil is the next question in order.
  public var next: FlowTarget?
  /// Reached by branches and objections alone, never in order.
  public var isSide = false
  /// The answer is hidden in transcripts, events and logs.
  public var isSensitive = false
  /// Overrides the slot type's `answerKind`.
  public var expects: AnswerKind?
  /// Asked when a day was named without its time.
  public var timePrompt = "And what time works for you?"

  public init(id: String, prompt: String, slot: String, type: SlotType) {
    self.id = id
    self.prompt = prompt
    self.slot = slot
    self.type = type
  }

  public var answerKind: AnswerKind { expects ?? type.answerKind }
}
