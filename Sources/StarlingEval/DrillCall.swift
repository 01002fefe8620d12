import Audio
import Synchronization

/// What came of one call on the caller's side; for the thread that waits.
final class DrillCall: Sendable {
  struct Result: Sendable {
    var startedAt = MediaTime.zero
    /// When something was owed to the caller, and nothing heard.
    var silences: [Range<MediaTime>] = []
    /// How long the agent was heard.
    var voiced = MediaTime.zero
    var endedBy = ""
    /// What the agent was told that made no sense to it.
    var trouble: String?
  }

  private let state = Mutex<Result?>(nil)

  var result: Result? { state.withLock { $0 } }

  func finish(_ result: Result) {
    state.withLock { known in if known == nil { known = result } }
  }
}
