internal import Audio
internal import CallCore
internal import Synchronization

/// What an engine has counted since its start. Lock-free, except for the latencies of turns, which are rare.
public final class EngineCounters: Sendable {
  let callsStarted = Atomic<Int>(0)
  let badMessages = Atomic<Int>(0)
  let mediaBeforeStart = Atomic<Int>(0)
  let unauthorised = Atomic<Int>(0)
  let carrierErrors = Atomic<Int>(0)
  let refusedFormats = Atomic<Int>(0)
  let silentSockets = Atomic<Int>(0)

  private struct Ended {
    var reasons: [String: Int] = [:]
    var totals = CallStatistics()
    var turns = 0
    var voiceToVoice = LatencySummary()
  }
  private let ended = Mutex(Ended())

  init() {}

  func record(_ timing: TurnTiming) {
    ended.withLock { state in
      state.turns += 1
      state.voiceToVoice.add(timing.voiceToVoice)
    }
  }

  func callEnded(_ reason: EndReason, _ statistics: CallStatistics) {
    ended.withLock { state in
      state.reasons[reason.word, default: 0] += 1
      state.totals.add(statistics)
    }
  }

  /// Everything at one moment, by metric name.
  public var snapshot: Snapshot {
    let state = ended.withLock { $0 }
    return Snapshot(
      callsStarted: callsStarted.load(ordering: .relaxed), endReasons: state.reasons, totals: state.totals,
      turns: state.turns, voiceToVoice: state.voiceToVoice,
      badMessages: badMessages.load(ordering: .relaxed),
      mediaBeforeStart: mediaBeforeStart.load(ordering: .relaxed),
      unauthorised: unauthorised.load(ordering: .relaxed),
      carrierErrors: carrierErrors.load(ordering: .relaxed),
      refusedFormats: refusedFormats.load(ordering: .relaxed),
      silentSockets: silentSockets.load(ordering: .relaxed))
  }

  public struct Snapshot: Sendable {
    public var callsStarted: Int
    /// Ended calls by the word of their reason.
    public var endReasons: [String: Int]
    /// Sums over ended calls.
    public var totals: CallStatistics
    public var turns: Int
    public var voiceToVoice: LatencySummary
    public var badMessages: Int
    public var mediaBeforeStart: Int
    public var unauthorised: Int
    public var carrierErrors: Int
    public var refusedFormats: Int
    public var silentSockets: Int
  }
}
