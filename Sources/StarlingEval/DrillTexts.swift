import Audio
import CallCore
import Conversation

/// Who said what, as the engine put it on record.
struct DrillTexts {
  private(set) var caller: [String] = []
  /// What was heard of the agent, turn by turn.
  private(set) var heard: [String] = []
  private(set) var ending: EndReason?
  private(set) var hasApologised = false
  /// Replies to a turn that had one already.
  private(set) var secondReplies = 0
  private(set) var lines: [String] = []

  init(_ records: [CallRecord]) {
    let own = AgentLines()
    // What it says of itself when the caller says nothing.
    let idle = IdleLadder().prompts + [own.goodbye(for: .incomplete)]
    var replies = 0
    var mayRepeat = false
    for record in records {
      let at = record.at.milliseconds
      switch record.body {
      case .callerTurn(let text, _, _):
        caller.append(text)
        replies = 0
        mayRepeat = false
        lines.append("\(at) caller: \(text)")
      case .agentTurn(_, let text, let wasCut, _, _):
        lines.append("\(at) agent\(wasCut ? " (cut)" : ""): \(text)")
        guard !text.isEmpty, !IdleLadder().prompts.contains(text) else { continue }
        heard.append(text)
        if text.contains(own.trouble) {
          hasApologised = true
        } else if !mayRepeat, !idle.contains(text) {
          replies += 1
          if replies > 1 { secondReplies += 1 }
        }
        mayRepeat = wasCut
      case .event(let kind, let detail):
        lines.append("\(at) \(kind) \(detail)")
        // After a long silence the agent speaks up; that is no reply.
        if kind == "reply_failed" { mayRepeat = true }
      case .ended(let reason):
        ending = reason
        lines.append("\(at) ended: \(reason)")
      case .timing(let timing):
        lines.append(
          "\(at) timing: endpoint \(timing.endpointing.milliseconds), text \(timing.recognition.milliseconds), "
            + "reply \(timing.reply.milliseconds), voice \(timing.synthesis.milliseconds), "
            + "all \(timing.voiceToVoice.milliseconds)")
      case .flow: break
      }
    }
  }

  /// A sentence of some length that the caller heard more than once.
  var saidTwice: String? {
    var known: Set<String> = []
    for sentence in heard.flatMap({ $0.split(whereSeparator: { ".?!".contains($0) }) }) {
      let words = sentence.lowercased().split(whereSeparator: { !$0.isLetter })
      guard words.count >= 4 else { continue }
      let plain = words.joined(separator: " ")
      // The question that is open is asked again on purpose.
      if !known.insert(plain).inserted, !plain.contains("two minutes") { return plain }
    }
    return nil
  }
}
