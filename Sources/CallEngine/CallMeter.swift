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

  /// - Parameter depth: frames that wait for this call, as its turn begins.
  func noteRing(depth: Int) { counters.ringDepth.note(depth) }

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

  /// Adds what is new once the period is over; `statistics` is asked only then.
  mutating func publish(at now: MediaTime, _ statistics: () -> CallStatistics) {
    guard now >= nextPublication else { return }
    nextPublication = now + Self.period
    publish(statistics())
  }

  mutating func publish(_ statistics: CallStatistics) {
    counters.frames.add(from: published, to: statistics)
    published = statistics
  }
}
