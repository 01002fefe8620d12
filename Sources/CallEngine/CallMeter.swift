internal import Audio
internal import CallCore
internal import PrometheusMetrics

/// What one call contributes to the engine's figures. The call's own, so plain values; what it adds to is atomic.
struct CallMeter {
  /// How often a running call's counts are added to the engine's.
  private static let period = MediaTime.seconds(Int64(1))

  let progress: CallProgress
  private let counters: EngineCounters
  private var published = CallStatistics()
  private var nextPublication = MediaTime.zero
  /// Where the caller began to speak, on the media clock, until the agent was silenced for it.
  private var onset: MediaTime?

  init(counters: EngineCounters, worker: Int) {
    self.counters = counters
    progress = CallProgress(worker: worker)
  }

  mutating func heard(_ event: VoiceEdge) {
    switch event {
    case .started(let position): onset = position
    case .ended: onset = nil
    }
  }

  enum VoiceEdge {
    case started(at: MediaTime)
    case ended
  }

  /// The agent was silenced, with caller audio up to `position` heard. Counted when the caller's voice was why.
  mutating func cleared(at position: MediaTime) {
    guard let onset else { return }
    self.onset = nil
    counters.bargeInReaction.record((position - onset).seconds)
  }

  /// - Parameters:
  ///   - until: when all sent audio, this message's included, will have been played.
  ///   - length: this message's.
  func sent(until: MediaTime, length: MediaTime, at now: MediaTime) {
    counters.sendLead.record((until - length - now).seconds)
  }

  /// Whether the period is over: then what is new is to be published.
  mutating func isDue(at now: MediaTime) -> Bool {
    guard now >= nextPublication else { return false }
    nextPublication = now + Self.period
    return true
  }

  mutating func publish(_ statistics: CallStatistics) {
    counters.frames.add(from: published, to: statistics)
    published = statistics
  }
}
