public import Audio

/// What one call's caller has to say about the engine.
public struct CallVerdict: Sendable {
  public var turnsAsked = 0
  public var turnsAnswered = 0
  /// Answers that began and were shorter than a whole one.
  public var answersCut = 0
  /// End of the caller's speech to the first agent audio.
  public var responses: [MediaTime] = []
  /// Caller's first speech over the agent to the `clear`.
  public var clears: [MediaTime] = []
  public var interruptions = 0
  /// Messages of agent audio that came after a `clear` while the caller still spoke.
  public var audioAfterClear = 0
  public var gaps = 0
  public var longestGap = MediaTime.zero
  public var agentAudio = MediaTime.zero
  public var badMessages = 0
  public var framesSent = 0
  /// Who ended it: `agent`, `caller`, `timeout`.
  public var endedBy = ""
  /// Lines of a script that were said, and that the agent answered.
  public var linesSaid = 0
  public var linesAnswered = 0

  public init() {}
}
