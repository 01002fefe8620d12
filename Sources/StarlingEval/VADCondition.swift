/// What is mixed under the speech.
enum VADCondition: String, CaseIterable, Sendable, Codable {
  case clean
  case pink20, pink10, white10, music20, music10

  enum Sound: Sendable { case pink, white, music }

  var sound: Sound? {
    switch self {
    case .clean: nil
    case .pink20, .pink10: .pink
    case .white10: .white
    case .music20, .music10: .music
    }
  }

  /// Speech over noise in decibels, measured while somebody speaks.
  var ratio: Double {
    switch self {
    case .clean: .infinity
    case .pink20, .music20: 20
    case .pink10, .white10, .music10: 10
    }
  }

  /// The F1 below which the hybrid fails.
  var leastF1: Double? {
    switch self {
    case .clean, .white10: nil
    case .pink20, .music20: 0.97
    case .pink10, .music10: 0.96
    }
  }

  var name: String {
    switch self {
    case .clean: "clean"
    case .pink20: "pink 20 dB"
    case .pink10: "pink 10 dB"
    case .white10: "white 10 dB"
    case .music20: "music 20 dB"
    case .music10: "music 10 dB"
    }
  }
}
