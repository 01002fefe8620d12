public import Audio

/// Keeps calls away from a provider that is down, so that not each of them has to find out, and lets one of them look
/// from time to time.
///
/// Closed it lets everyone through. It opens after five failures in a row, when half of the last twenty failed, or at
/// once when the key is rejected; what fails within 20 ms is one failure, for a connection that breaks takes along all the
/// answers that share it. Then one probe is let through after a pause that doubles each time it fails. A rate
/// limit is no failure: nobody asks until it is over.
public struct CircuitBreaker: Sendable {
  public struct Options: Sendable, Equatable {
    public var failuresInRow = 5
    /// Of the last twenty, once ten are known.
    public var failingShare = 0.5
    /// How long after a failure others are the same one.
    public var sameFailure = MediaTime.milliseconds(20)
    public var firstPause = MediaTime.seconds(Int64(1))
    public var longestPause = MediaTime.seconds(Int64(30))
    /// After what only an operator can mend.
    public var lastingPause = MediaTime.seconds(Int64(60))
    /// Where the vendor names none.
    public var usualLimit = MediaTime.seconds(Int64(1))
    public var longestLimit = MediaTime.seconds(Int64(300))
    /// A probe that is never settled is given up after this.
    public var probePatience = MediaTime.seconds(Int64(10))

    public init() {}
  }

  public enum Standing: Sendable, Equatable {
    case closed
    case open(until: MediaTime)
    case probing(since: MediaTime)
  }

  public enum Admission: Sendable, Equatable {
    case go
    /// Go: whether all may is decided by what comes of it.
    case probe
    case refused(retryAfter: MediaTime)
  }

  private let options: Options
  public private(set) var standing = Standing.closed
  /// Nobody asks before.
  private var limitedUntil = MediaTime.zero
  private var pause: MediaTime
  private var inRow = 0
  /// When the last failure began that counts.
  private var failedAt: MediaTime?
  /// The latest outcomes, the newest lowest; a set bit failed.
  private var outcomes: UInt32 = 0
  private var known = 0
  private var random: UInt64

  /// - Parameter seed: of the jitter, which keeps processes from probing in step.
  public init(options: Options = Options(), seed: UInt64) {
    self.options = options
    pause = options.firstPause
    random = seed
  }

  // MARK: Asking

  public mutating func admit(at now: MediaTime) -> Admission {
    guard now >= limitedUntil else { return .refused(retryAfter: limitedUntil - now) }
    switch standing {
    case .closed: return .go
    case .open(let until):
      guard now >= until else { return .refused(retryAfter: until - now) }
      standing = .probing(since: now)
      return .probe
    case .probing(let since):
      guard now - since >= options.probePatience else { return .refused(retryAfter: options.firstPause) }
      standing = .probing(since: now)
      return .probe
    }
  }

  // MARK: Telling

  public mutating func succeeded(at now: MediaTime) {
    inRow = 0
    note(failed: false)
    switch standing {
    case .closed: break
    // What was under way before it opened says nothing about now.
    case .open: break
    case .probing: close()
    }
  }

  public mutating func failed(_ error: ProviderError, at now: MediaTime) {
    if case .rateLimited(_, let wait) = error {
      let wait = min(max(wait ?? options.usualLimit, .milliseconds(100)), options.longestLimit)
      // Everyone comes back later, and not all at the same instant.
      limitedUntil = max(limitedUntil, now + wait + jitter(of: wait, from: 0, to: 200))
      if case .probing = standing { close() }
      return
    }
    if case .closed = standing, !error.isLasting, let failedAt, now - failedAt < options.sameFailure {
      return
    }
    failedAt = now
    inRow += 1
    note(failed: true)
    switch standing {
    case .open: break
    case .probing: open(doubled(), at: now)
    case .closed:
      if error.isLasting {
        open(options.lastingPause, at: now)
      } else if inRow >= options.failuresInRow || isMostlyFailing {
        open(pause, at: now)
      }
    }
  }

  /// The work was given up for reasons of ours: the next one may probe.
  public mutating func abandoned(at now: MediaTime) {
    if case .probing = standing { standing = .open(until: now) }
  }

  private var isMostlyFailing: Bool {
    known >= 10 && Double((outcomes & (1 << 20 - 1)).nonzeroBitCount) >= options.failingShare * Double(known)
  }

  private mutating func note(failed: Bool) {
    outcomes = outcomes << 1 | (failed ? 1 : 0)
    known = min(known + 1, 20)
  }

  private mutating func close() {
    standing = .closed
    pause = options.firstPause
    inRow = 0
    outcomes = 0
    known = 0
  }

  private mutating func doubled() -> MediaTime {
    pause = min(pause * 2, options.longestPause)
    return pause
  }

  private mutating func open(_ pause: MediaTime, at now: MediaTime) {
    standing = .open(until: now + pause + jitter(of: pause, from: -200, to: 200))
  }

  /// A part of `time`, between so many thousandths of it.
  private mutating func jitter(of time: MediaTime, from low: Int64, to high: Int64) -> MediaTime {
    // SplitMix64.
    random &+= 0x9E37_79B9_7F4A_7C15
    var mixed = random
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    let thousandths = low + Int64(mixed % UInt64(high - low + 1))
    return MediaTime(nanoseconds: time.nanoseconds / 1_000 * thousandths)
  }
}
