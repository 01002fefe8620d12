import Conversation
import Foundation
import Providers

/// Every silence of the callers with what was known about it and what it really was, one JSON object a line: what an
/// endpointing rule can be tried on without running the calls again.
final class TurnsTrace {
  struct Silence: Codable {
    var call: Int
    var voice: String
    var condition: TurnsCondition
    var expects: AnswerKind
    var isInterruption: Bool
    /// Where the detector puts the end of speech, in samples.
    var end: Int
    /// The true one, when this is the end of a turn.
    var turnEnd: Int?
    /// Of the true pause, when it is one.
    var pauseMs: Int?
    /// Until the detector heard speech again.
    var resumedAfterMs: Double?
    var text = ""
    /// How finished the words sound, of the settled text and of the last partial.
    var shape = ""
    var partialShape = ""
    var partial = ""
    /// The tail of speech, for pitch and level.
    var tail: [Int16] = []
    var confirmedAfterMs: Double?
    var turn = 0
  }

  private(set) var silences: [Silence] = []
  private var open: Silence?
  private var partial = ""
  private let dialogue: TurnsDialogue

  init(_ dialogue: TurnsDialogue) { self.dialogue = dialogue }

  func speechStarted(at sample: Int) {
    if let end = open?.end { open?.resumedAfterMs = Double(sample - end) / 8 }
    finish()
  }

  func speechEnded(at sample: Int, line: [Int16], truth: TurnsCaller.Truth?) {
    finish()
    guard let truth else { return }
    var silence = Silence(
      call: dialogue.index, voice: dialogue.voice.name, condition: dialogue.condition, expects: truth.expects,
      isInterruption: truth.isInterruption, end: sample)
    if let pause = truth.pauses.last(where: { abs($0.lowerBound - sample) < 2_000 }) {
      silence.pauseMs = pause.count / 8
    } else if abs(truth.end - sample) < 2_000 {
      silence.turnEnd = truth.end
    }
    silence.partial = partial
    silence.turn = truth.end
    silence.tail = Array(line[max(0, sample - 4_000)..<min(sample, line.count)])
    open = silence
  }

  func recognised(_ event: RecogniserEvent) {
    switch event {
    case .partial(_, let text): partial = text
    case .final(_, _, let text):
      guard let known = open, known.text.isEmpty else { return }
      open?.text = text
      open?.shape = UtteranceShape.completeness(of: text, expecting: known.expects).rawValue
      open?.partialShape = UtteranceShape.completeness(of: known.partial, expecting: known.expects).rawValue
    case .failed: break
    }
  }

  func confirmed(at position: Int) {
    if let end = open?.end { open?.confirmedAfterMs = Double(position - end) / 8 }
    partial = ""
  }

  func finish() {
    if let open { silences.append(open) }
    open = nil
  }
}
