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
    /// Where the detector puts the end of speech, in samples.
    var end: Int
    /// The true one, when this is the end of a turn.
    var turnEnd: Int?
    /// Of the true pause, when it is one.
    var pauseMs: Int?
    /// Until the detector heard speech again.
    var resumedAfterMs: Double?
    var text = ""
    var partial = ""
    /// The tail of speech, for pitch and level.
    var tail: [Int16] = []
    var confirmedAfterMs: Double?
    var turn = 0
  }

  private(set) var silences: [Silence] = []
  var expects = AnswerKind.open
  private var open: Silence?
  private var partial = ""
  private let dialogue: TurnsDialogue
  private var turnNumber = 0

  init(_ dialogue: TurnsDialogue) { self.dialogue = dialogue }

  func speechStarted(at sample: Int) {
    if let end = open?.end { open?.resumedAfterMs = Double(sample - end) / 8 }
    finish()
  }

  func speechEnded(at sample: Int, line: [Int16], truth: (pauses: [Range<Int>], end: Int)?) {
    finish()
    guard let truth else { return }
    var silence = Silence(
      call: dialogue.index, voice: dialogue.voice.name, condition: dialogue.condition, expects: expects,
      end: sample)
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
    case .final(_, _, let text): if open?.text.isEmpty == true { open?.text = text }
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
