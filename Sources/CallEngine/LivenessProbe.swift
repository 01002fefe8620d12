internal import Audio
internal import Synchronization

/// Finds the thread that no longer turns.
///
/// An idle thread sleeps and turns for nobody, so every look wakes all of them, and the next one sees who answered.
/// One that has not for `patience` since it was first asked in vain is stuck.
final class LivenessProbe: Sendable {
  private struct Asked {
    var turns: UInt64
    var since: MediaTime
  }

  private let patience: MediaTime
  private let asked = Mutex<[String: Asked]>([:])

  init(patience: MediaTime = .seconds(Int64(5))) { self.patience = patience }

  /// The name of a stuck thread; nil while all turn. Whoever looks must wake the threads afterwards.
  func stuckThread(among threads: [ThreadGauge], at now: MediaTime) -> String? {
    asked.withLock { asked in
      var stuck: String?
      for thread in threads {
        let turns = thread.turnCount
        if let before = asked[thread.name], before.turns == turns {
          if stuck == nil, now - before.since > patience { stuck = thread.name }
        } else {
          asked[thread.name] = Asked(turns: turns, since: now)
        }
      }
      return stuck
    }
  }
}
