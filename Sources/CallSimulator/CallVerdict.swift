public import Audio

/// What one call's caller has to say about the engine.
///
/// After the call's end, `turnsAsked` is the sum of turns answered, cut and unanswered; excused turns are in none.
public struct CallVerdict: Sendable, Equatable {
  /// What a caller said to its end, and was owed an answer for.
  public var turnsAsked = 0
  public var turnsAnswered = 0
  /// Answers that began and were shorter than a whole one.
  public var answersCut = 0
  /// Turns that the caller's own hanging up left no time to answer.
  public var turnsExcused = 0
  /// End of the caller's speech to the first agent audio.
  public var responses: [MediaTime] = []
  /// Caller's first speech frame over the agent to the `clear`.
  public var clears: [MediaTime] = []
  /// Times the caller began to speak while the agent was to be heard.
  public var interruptions = 0
  /// Interruptions that the engine never cleared for, though the agent went on.
  public var clearsMissed = 0
  /// `clear` where nobody had interrupted.
  public var clearsUnasked = 0
  /// Messages of agent audio that came after a `clear` while the caller still spoke.
  public var audioAfterClear = 0
  /// Utterances of the agent with a silence inside.
  public var gaps = 0
  public var longestGap = MediaTime.zero
  /// Messages of agent audio that came more than 20 ms after what was before them had been played.
  public var lateMessages = 0
  /// Silences between two utterances of one answer.
  public var pauses = 0
  public var agentAudio = MediaTime.zero
  public var agentMessages = 0
  /// Messages that are no JSON of the protocol.
  public var badMessages = 0
  /// Media messages whose payload is no audio of the codec.
  public var invalidMedia = 0
  /// Frames whose time came, and those that the socket took.
  public var framesDue = 0
  public var framesSent = 0
  /// Who ended it: `agent`, `caller`, `lost`, `timeout`.
  public var endedBy = ""
  /// Lines of a script that were said, and that the agent answered.
  public var linesSaid = 0
  public var linesAnswered = 0

  public init() {}

  /// Turns that got no answer at all.
  public var turnsUnanswered: Int { turnsAsked - turnsAnswered - answersCut }

  /// Adds another caller's findings, except who ended it.
  mutating func add(_ other: CallVerdict) {
    turnsAsked += other.turnsAsked
    turnsAnswered += other.turnsAnswered
    answersCut += other.answersCut
    turnsExcused += other.turnsExcused
    responses += other.responses
    clears += other.clears
    interruptions += other.interruptions
    clearsMissed += other.clearsMissed
    clearsUnasked += other.clearsUnasked
    audioAfterClear += other.audioAfterClear
    gaps += other.gaps
    longestGap = max(longestGap, other.longestGap)
    lateMessages += other.lateMessages
    pauses += other.pauses
    agentAudio += other.agentAudio
    agentMessages += other.agentMessages
    badMessages += other.badMessages
    invalidMedia += other.invalidMedia
    framesDue += other.framesDue
    framesSent += other.framesSent
    linesSaid += other.linesSaid
    linesAnswered += other.linesAnswered
  }
}
