import Conversation

/// One caller's call as it is meant to go: everything the caller will do, decided beforehand from a seed.
struct TurnsDialogue: Sendable {
  /// Something that happens while the agent speaks.
  struct Disturbance: Sendable {
    enum Kind: String, Sendable, Codable, CaseIterable {
      case backchannel, cough, noise, interruption
      /// A word or two with which a caller takes the floor: "Stop."
      case demand
    }

    var kind: Kind
    /// What exactly, for the report.
    var name: String
    /// After the agent's first audio, in samples.
    var after: Int
    var clip: TurnsClip
  }

  /// One question of the agent and what becomes of it.
  struct Item: Sendable {
    var expects: AnswerKind
    var question: String
    var answer: TurnsClip
    /// From the agent's end to the answer, in samples; nil begins before the agent has ended.
    var gap: Int?
    var disturbance: Disturbance?
    /// Where its sounds begin against the engine's frames and windows, 0 to 1279 samples.
    var phase: Int
  }

  var index: Int
  var voice: TurnsVoice
  var condition: TurnsCondition
  var items: [Item]
  /// Where in the background this call begins.
  var backgroundStart: Int
}
