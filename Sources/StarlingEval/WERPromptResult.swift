import Audio
import Conversation

/// How one prompt was understood.
struct WERPromptResult: Sendable, Codable, Equatable {
  var name: String
  var said: String
  /// The texts of all turns in the prompt's window, joined.
  var heard: String
  var substitutions: Int
  var insertions: Int
  var deletions: Int
  var words: Int
  /// Turns in the window: 1 when the prompt was taken as one turn.
  var turns: Int
  /// How long after the first loud sample the engine heard the first turn begin, and how long after the last
  /// loud one the last turn end; milliseconds.
  var onsetMs: Int?
  var endMs: Int?
  /// What the recogniser makes of the whole prompt when no engine is between them, if that was asked for.
  var straight: String?
  var straightErrors: Int?

  var errors: Int { substitutions + insertions + deletions }

  init(_ prompt: WERPrompt, window: WERTrack.Window, turns: [WERListener.Turn]) {
    let heard = turns.map(\.text).joined(separator: " ")
    let count = WERSpelling.errors(reference: prompt.text, hypothesis: heard)
    name = prompt.name
    said = prompt.text
    self.heard = heard
    substitutions = count.substitutions
    insertions = count.insertions
    deletions = count.deletions
    words = count.referenceWords
    self.turns = turns.count
    onsetMs = turns.first.map {
      Self.milliseconds($0.start.samples(rate: WERTrack.rate), window.speech.lowerBound)
    }
    endMs = turns.last.map {
      Self.milliseconds($0.end.samples(rate: WERTrack.rate), window.speech.upperBound)
    }
  }

  mutating func compare(straight text: String) {
    straight = text
    straightErrors = WERSpelling.errors(reference: said, hypothesis: text).errors
  }

  private static func milliseconds(_ sample: Int, _ reference: Int) -> Int {
    (sample - reference) * 1_000 / WERTrack.rate
  }
}
