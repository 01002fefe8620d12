import Audio
import CallCore
import CallEngine
import Networking
import Synchronization

/// What the engine put on record of one call.
final class DrillRecords: CallRecordSink {
  private struct State {
    var records: [CallRecord] = []
    var agentTurns = 0
    var lastAgentTurnAt = MediaTime.zero
  }

  private let state = Mutex(State())

  func callStarted(_ call: CallInfo, recording: String?) {}

  func record(_ record: CallRecord, of call: CallInfo, statistics: CallStatistics) {
    let now = MonotonicClock.now
    state.withLock { state in
      state.records.append(record)
      guard case .agentTurn = record.body else { return }
      state.agentTurns += 1
      state.lastAgentTurnAt = now
    }
  }

  var all: [CallRecord] { state.withLock { $0.records } }
  /// How often the agent has finished speaking, and when it last did.
  var agentTurns: (count: Int, lastAt: MediaTime) {
    state.withLock { ($0.agentTurns, $0.lastAgentTurnAt) }
  }
}
