import Audio
import CallCore
import CallEngine
import Foundation
import Synchronization

/// Shows conversations in the terminal while they happen: both sides' words as they come, and after each turn
/// where its time went. On a terminal partial texts are revised in place; elsewhere every line stands by itself.
final class LiveView: EngineObserver {
  private struct Line {
    /// A partial text stands on the screen's last line and may be overwritten.
    var isOpen = false
    var clausesOfTurn = 0
  }
  private let line = Mutex(Line())
  private let isTerminal: Bool
  private let showsCallID: Bool

  /// - Parameter showsCallID: prefix every line with its call, for when there are several.
  init(isTerminal: Bool = isatty(1) == 1, showsCallID: Bool) {
    self.isTerminal = isTerminal
    self.showsCallID = showsCallID
  }

  func callStarted(_ call: CallID, from: String, to: String, codec: String) {
    say(call, "call from \(from.isEmpty ? "unknown" : from) to \(to.isEmpty ? "unknown" : to), \(codec)")
  }

  func observed(_ call: CallID, _ observation: CallObservation, at: MediaTime) {
    switch observation {
    case .callerPartial(let text): partial(call, text)
    case .callerTurn(let text): say(call, "caller │ \(text)", colour: 36)
    case .agentClause(let text): say(call, " agent │ \(text)", colour: 33)
    case .agentTurn(let heard, let wasCut):
      if wasCut { say(call, "       │ (interrupted; the caller heard: \"\(heard)\")", colour: 35) }
    case .agentHeld: break
    case .agentResumed: say(call, "       │ (goes on)", colour: 35)
    case .timing(let timing): say(call, "       │ \(Self.summary(of: timing))", colour: 90)
    case .flow, .endpoint: break
    }
  }

  func callEnded(_ call: CallID, reason: EndReason, statistics: CallStatistics) {
    let seconds = Int(statistics.mediaDuration.seconds.rounded())
    say(call, "call ended: \(reason.word) after \(seconds) s, \(statistics.framesReceived) frames")
  }

  static func summary(of timing: TurnTiming) -> String {
    """
    turn \(timing.turn): endpointing \(timing.endpointing), recognition \(timing.recognition), \
    reply \(timing.reply), synthesis \(timing.synthesis), voice to voice \(timing.voiceToVoice)
    """
  }

  private func partial(_ call: CallID, _ text: String) {
    let shown = "\(prefix(call))caller │ \(text) …"
    line.withLock { line in
      if isTerminal {
        write("\r\u{1B}[K\u{1B}[2m\(shown.prefix(terminalWidth - 1))\u{1B}[0m")
        line.isOpen = true
      } else {
        write("\(shown)\n")
      }
    }
  }

  private func say(_ call: CallID, _ text: String, colour: Int = 0) {
    line.withLock { line in
      let start = line.isOpen ? "\r\u{1B}[K" : ""
      line.isOpen = false
      let shown = "\(prefix(call))\(text)"
      write(isTerminal && colour != 0 ? "\(start)\u{1B}[\(colour)m\(shown)\u{1B}[0m\n" : "\(start)\(shown)\n")
    }
  }

  private func prefix(_ call: CallID) -> String { showsCallID ? "\(call.description.suffix(6)) " : "" }

  private var terminalWidth: Int { max(20, Terminal.columns ?? 80) }

  private func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}
