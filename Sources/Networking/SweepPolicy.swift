internal import Audio

/// Decides whether a loop blocks until something is ready or sweeps at a fixed beat.
///
/// Every turn of the loop costs a look at all descriptors, so under load few turns are cheap and many are
/// dear; when little happens, blocking adds no delay and costs nothing. The rate of ready events, counted
/// over a window of eight periods, makes the choice, with a gap between the two thresholds so that it does
/// not flutter.
struct SweepPolicy: Equatable {
  enum Mode: Equatable { case blocking, sweeping }

  /// Events in one period, on average, from which sweeping pays.
  static let busyEvents = 8
  /// Events in one period, on average, below which a period counts as quiet.
  static let quietEvents = 4
  static let windowPeriods = 8
  /// Quiet windows in a row after which the loop blocks again.
  static let quietWindows = 4

  private(set) var mode = Mode.blocking
  private let period: MediaTime
  private var windowStart: MediaTime
  private var beat: MediaTime
  private var events = 0
  private var quietRun = 0

  /// - Precondition: `period` is positive.
  init(period: MediaTime, now: MediaTime) {
    precondition(period > .zero)
    self.period = period
    windowStart = now
    beat = now
  }

  /// Takes note of one turn of the loop that found `ready` events.
  mutating func note(ready: Int, at now: MediaTime) {
    // A turn that blocked was woken by something, even when no event came of it: a descriptor that stays
    // ready without an event must not make the loop spin.
    events &+= mode == .blocking ? max(1, ready) : ready
    let elapsed = now - windowStart
    guard elapsed >= period * Int64(Self.windowPeriods) else { return }
    let periods = max(1, elapsed.nanoseconds / period.nanoseconds)
    decide(rate: Int64(events) / periods)
    windowStart = now
    events = 0
  }

  private mutating func decide(rate: Int64) {
    switch mode {
    case .blocking:
      guard rate >= Int64(Self.busyEvents) else { return }
      mode = .sweeping
      quietRun = 0
    case .sweeping:
      quietRun = rate < Int64(Self.quietEvents) ? quietRun + 1 : 0
      if quietRun >= Self.quietWindows { mode = .blocking }
    }
  }

  /// When to take the next turn: one period after the last, or earlier if the user must be called by
  /// `latest`. The beat then goes on from there, so that a user with a steady tick of its own costs no turns
  /// of its own. A beat that was missed is left out.
  mutating func nextBeat(after now: MediaTime, latest: MediaTime) -> MediaTime {
    let passed = max(0, (now - beat).nanoseconds / period.nanoseconds)
    beat = max(now, min(beat + period * (passed + 1), latest))
    return beat
  }
}
