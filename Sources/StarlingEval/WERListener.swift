import Audio
import CallCore
import CallEngine
import Synchronization

/// Keeps what the engine records of the caller's side of each call.
final class WERListener: CallRecordSink {
  struct Turn: Sendable, Equatable {
    var text: String
    /// On the call's media clock.
    var start: MediaTime
    var end: MediaTime
  }

  /// What is known of one call.
  struct Call: Sendable, Equatable {
    var turns: [Turn] = []
    /// Other things that happened, by kind.
    var events: [String: Int] = [:]
    var end: EndReason?
  }

  private let calls = Mutex<[String: Call]>([:])

  func callStarted(_ call: CallInfo, recording: String?) {
    calls.withLock { $0[call.callControlID, default: Call()].end = nil }
  }

  func record(_ record: CallRecord, of call: CallInfo, statistics: CallStatistics) {
    calls.withLock { calls in
      switch record.body {
      case .callerTurn(let text, let start, let end):
        calls[call.callControlID, default: Call()].turns.append(Turn(text: text, start: start, end: end))
      case .event("answered", _): break
      case .event(let kind, _): calls[call.callControlID, default: Call()].events[kind, default: 0] += 1
      case .ended(let reason): calls[call.callControlID, default: Call()].end = reason
      case .agentTurn, .timing, .flow: break
      }
    }
  }

  var ended: Int { calls.withLock { $0.values.count { $0.end != nil } } }

  func call(_ controlID: String) -> Call { calls.withLock { $0[controlID] ?? Call() } }
}
