public import Audio
internal import Synchronization

/// What all calls of a process know of one provider: whether it may be asked, and how long it mostly takes.
public final class ProviderGate: Sendable {
  public struct Figures: Sendable, Equatable {
    public var standing = CircuitBreaker.Standing.closed
    public var asked = 0
    public var succeeded = 0
    public var failed = 0
    /// Kept away by the breaker or a rate limit.
    public var refused = 0
    /// To the first thing that can be heard.
    public var percentile95: MediaTime?
    /// Of the last failure.
    public var lastError: ProviderError?
  }

  private struct State {
    var breaker: CircuitBreaker
    var latency = LatencyEstimate()
    var figures = Figures()
  }

  /// `cartesia/sonic-3`.
  public let name: String
  private let state: Mutex<State>

  public init(_ name: String, options: CircuitBreaker.Options = CircuitBreaker.Options(), seed: UInt64 = 0) {
    self.name = name
    // Gates of one process differ even where nobody gives a seed.
    let own = name.utf8.reduce(seed ^ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    state = Mutex(State(breaker: CircuitBreaker(options: options, seed: own)))
  }

  public var figures: Figures {
    state.withLock { state in
      var figures = state.figures
      figures.standing = state.breaker.standing
      figures.percentile95 = state.latency.percentile95
      return figures
    }
  }

  var percentile95: MediaTime? { state.withLock { $0.latency.percentile95 } }

  /// Why it must not be asked now; nil: it may, and the outcome is to be told.
  func refusal(at now: MediaTime) -> ProviderError? {
    state.withLock { state in
      switch state.breaker.admit(at: now) {
      case .go, .probe:
        state.figures.asked += 1
        return nil
      case .refused(let wait):
        state.figures.refused += 1
        return .overloaded("\(name) is left alone for \(wait)")
      }
    }
  }

  func note(_ outcome: AttemptOutcome, at now: MediaTime) {
    state.withLock { state in
      switch outcome {
      case .succeeded:
        state.figures.succeeded += 1
        state.breaker.succeeded(at: now)
      case .failed(let error):
        state.figures.failed += 1
        state.figures.lastError = error
        state.breaker.failed(error, at: now)
      case .abandoned: state.breaker.abandoned(at: now)
      }
    }
  }

  func note(latency: MediaTime) { state.withLock { $0.latency.note(latency) } }
}
