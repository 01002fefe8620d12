/// What is on a caller's line beside the caller.
enum TurnsCondition: String, CaseIterable, Sendable, Codable {
  case clean, pink20, pink10, music20, music10, babble20, babble10
  /// The agent comes back from the caller's loudspeaker.
  case echo

  /// Speech over noise in decibels; a clean line still has its own faint noise.
  var ratio: Double {
    switch self {
    case .clean, .echo: 42
    case .pink20, .music20, .babble20: 20
    case .pink10, .music10, .babble10: 10
    }
  }

  /// How much weaker the agent comes back, in decibels, and how late, in samples.
  static let echoLoss = 26.0
  static let echoDelay = 1_440

  /// One cycle of callers: most lines are good.
  static let mix: [TurnsCondition] = [
    .clean, .pink20, .clean, .babble20, .clean, .music20, .pink10, .clean, .music20, .babble20, .pink20,
    .music10,
  ]
}
