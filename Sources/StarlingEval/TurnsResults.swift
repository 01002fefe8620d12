import Conversation

/// What came of dialogues, event by event; positions and lengths in milliseconds.
struct TurnsResults: Sendable, Codable {
  struct Pause: Sendable, Codable {
    var kind: TurnsClip.PauseKind
    var milliseconds: Int
    /// The turn was taken for over in it.
    var wasCut = false
  }

  struct Turn: Sendable, Codable {
    var text: String
    var expects: AnswerKind
    var condition: TurnsCondition
    var voice: String
    var isInterruption: Bool
    var pauses: [Pause]
    /// From the last sample of speech to the confirmed turn; nil when none came.
    var wait: Double?
    /// From the first sample of an interruption to the emptying of the carrier's queue.
    var clear: Double?
    var understood = ""

    var wasCut: Bool { pauses.contains { $0.wasCut } }
    /// Nothing came within 2.5 s.
    var wasMissed: Bool { (wait ?? .infinity) > 2_500 }
  }

  struct Disturbance: Sendable, Codable {
    var kind: TurnsDialogue.Disturbance.Kind
    var name: String
    var condition: TurnsCondition
    /// How long the agent was silent for it in all.
    var held = 0.0
    var holds = 0
    /// The agent's turn ended, or the caller was answered.
    var stopped = false
    var understood = ""
  }

  /// The agent fell silent though nobody had made a sound.
  struct FalseAlarm: Sendable, Codable {
    var condition: TurnsCondition
    var held = 0.0
    var stopped = false
    var understood = ""
  }

  var turns: [Turn] = []
  var disturbances: [Disturbance] = []
  var falseAlarms: [FalseAlarm] = []
  /// Caller turns that were confirmed when nobody had spoken.
  var inventedTurns = 0
  /// Calls in which the agent fell silent for good.
  var abandoned = 0
  var seconds = 0.0
  var agentSeconds: [String: Double] = [:]

  mutating func add(_ other: TurnsResults) {
    turns += other.turns
    disturbances += other.disturbances
    falseAlarms += other.falseAlarms
    inventedTurns += other.inventedTurns
    abandoned += other.abandoned
    seconds += other.seconds
    agentSeconds.merge(other.agentSeconds) { $0 + $1 }
  }
}
