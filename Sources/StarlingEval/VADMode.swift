import TurnTaking

/// A way to run the detector, for comparison.
enum VADMode: String, CaseIterable, Sendable, Codable {
  case cheap, silero, hybrid

  var questions: VoiceActivitySettings.Questions {
    switch self {
    case .cheap: .never
    case .silero: .always
    case .hybrid: .whenUnsure
    }
  }

  var name: String {
    switch self {
    case .cheap: "cheap signs only"
    case .silero: "Silero, always"
    case .hybrid: "hybrid"
    }
  }
}
