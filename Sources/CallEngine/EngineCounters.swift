internal import Audio
internal import CallCore
internal import PrometheusMetrics
internal import Synchronization

/// What an engine has counted since its start. Lock-free, except for the reasons of ended calls, which are rare.
public final class EngineCounters: Sendable {
  let callsStarted = Atomic<Int>(0)
  let badMessages = Atomic<Int>(0)
  let mediaBeforeStart = Atomic<Int>(0)
  let unauthorised = Atomic<Int>(0)
  let carrierErrors = Atomic<Int>(0)
  let refusedFormats = Atomic<Int>(0)
  let silentSockets = Atomic<Int>(0)
  let turns = Atomic<Int>(0)
  public let shed = ShedCounters()
  let frames = FrameCounters()
  /// Inbound frames that waited for a call when its turn began.
  let ringDepth = HighWater()

  // Seconds.
  let endpointing = AtomicHistogram(bounds: MetricBuckets.latency)
  let recognition = AtomicHistogram(bounds: MetricBuckets.latency)
  let reply = AtomicHistogram(bounds: MetricBuckets.latency)
  let synthesis = AtomicHistogram(bounds: MetricBuckets.latency)
  let voiceToVoice = AtomicHistogram(bounds: MetricBuckets.latency)
  let bargeInReaction = AtomicHistogram(bounds: MetricBuckets.latency)
  let sendLead = AtomicHistogram(
    bounds: [-0.1, -0.02, 0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 2])

  private let reasons = Mutex<[String: Int]>([:])

  init() {}

  func record(_ timing: TurnTiming) {
    turns.add(1, ordering: .relaxed)
    endpointing.record(timing.endpointing.seconds)
    recognition.record(timing.recognition.seconds)
    reply.record(timing.reply.seconds)
    synthesis.record(timing.synthesis.seconds)
    voiceToVoice.record(timing.voiceToVoice.seconds)
  }

  /// How long nine of ten replies take to their first clause, at least a second: what is slower is bridged.
  var usualReplyDelay: MediaTime {
    let snapshot = reply.snapshot
    let all = snapshot.counts.reduce(0, +)
    guard all >= 20 else { return .milliseconds(1_500) }
    var below: UInt64 = 0
    for (bound, count) in zip(snapshot.bounds, snapshot.counts) {
      below += count
      if below * 10 >= all * 9 { return max(.seconds(Int64(1)), .seconds(bound)) }
    }
    return .seconds(Int64(3))
  }

  func callEnded(_ reason: EndReason) { reasons.withLock { $0[reason.word, default: 0] += 1 } }

  /// Everything at one moment.
  public var snapshot: Snapshot {
    Snapshot(
      callsStarted: callsStarted.load(ordering: .relaxed), endReasons: reasons.withLock { $0 },
      totals: frames.totals, turns: turns.load(ordering: .relaxed),
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
    /// Sums over all calls; of one that runs, as of a second ago.
    public var totals: CallStatistics
    public var turns: Int
    public var badMessages: Int
    public var mediaBeforeStart: Int
    public var unauthorised: Int
    public var carrierErrors: Int
    public var refusedFormats: Int
    public var silentSockets: Int
  }
}
