/// What the agent says to a caller who says nothing, step by step, before it gives up.
public struct IdleLadder: Sendable, Equatable, Codable {
  /// Seconds of silence, after the agent has finished speaking, before each step.
  public var silenceSeconds: Double
  /// One line a step; the silence after the last one ends the call.
  public var prompts: [String]

  /// How many times the agent asks before it gives up.
  public var times: Int { prompts.count }

  public init(
    silenceSeconds: Double = 6,
    prompts: [String] = ["Are you still there?", "I can't hear you. Are you there?"]
  ) {
    self.silenceSeconds = silenceSeconds
    self.prompts = prompts
  }
}
