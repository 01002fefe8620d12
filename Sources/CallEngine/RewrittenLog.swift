internal import EventLog
internal import Synchronization

/// The log that a call writes while it is replayed.
final class RewrittenLog: Sendable {
  private struct State {
    var blocks: [LogBlock] = []
    var moments: [ReplayMoment] = []
  }
  private let state = Mutex(State())

  func take(_ block: LogBlock) -> Bool {
    state.withLock { $0.blocks.append(block) }
    return true
  }

  func note(_ moment: ReplayMoment) { state.withLock { $0.moments.append(moment) } }

  var moments: [ReplayMoment] { state.withLock { $0.moments } }
  var entries: [LogEntry] { state.withLock { RecordedCall.entries(of: $0.blocks) } }
}
