internal import Audio

/// Decides when which connection is opened: over the ramp, in place of calls that ended, with back-off after
/// refusals. Pure.
struct CallOpener {
  /// A connection's tag is its index with one of these, or neither.
  static let silentTag = 1 << 40
  static let acceptanceTag = 1 << 41
  static let indexMask = silentTag - 1
  /// Connections on their way at a time: no more than a listener's backlog takes.
  static let maximumOpening = 128
  static let maximumPerSweep = 32

  private let options: SimulationOptions
  private var begun = MediaTime.zero
  /// The index of the next call.
  private(set) var next = 0
  private(set) var opening = 0
  private var silentNext = 0
  private var silentOpening = 0
  private var backOff = BackOff()
  private var sweep = MediaTime.zero
  private var inSweep = 0
  /// For what differs from call to call.
  var random: SeededRandom

  init(_ options: SimulationOptions) {
    self.options = options
    random = SeededRandom(seed: options.seed ^ 0xC0FFEE)
  }

  mutating func begin(at now: MediaTime) { begun = now }

  /// The tag of a connection that is to be opened now; nil when none is.
  mutating func take(at now: MediaTime, live: Int) -> Int? {
    if now > sweep {
      sweep = now
      inSweep = 0
    }
    guard inSweep < Self.maximumPerSweep, opening + silentOpening < Self.maximumOpening else { return nil }
    if silentNext < options.silentSockets {
      inSweep += 1
      silentOpening += 1
      silentNext += 1
      return Self.silentTag | (silentNext - 1)
    }
    guard now >= backOff.until, mayOpen(at: now, live: live) else { return nil }
    inSweep += 1
    opening += 1
    next += 1
    return next - 1
  }

  /// A call that was refused or has ended is not tried again, unless calls are to follow one another.
  private func mayOpen(at now: MediaTime, live: Int) -> Bool {
    if options.script != nil { return next == 0 }
    let elapsed = now - begun
    if let rate = options.connectRate, Double(next) >= 1 + Double(rate) * elapsed.seconds { return false }
    if let total = options.totalCalls, next >= total { return false }
    var wanted = options.concurrent
    if options.ramp > .zero, elapsed < options.ramp {
      wanted = 1 + Int(Double(options.concurrent - 1) * elapsed.seconds / options.ramp.seconds)
    }
    return options.callLength == nil ? next < wanted : live + opening < wanted
  }

  mutating func opened() {
    opening -= 1
    backOff.succeeded()
  }

  /// A call was refused or not connected: those that would follow wait a little.
  mutating func failed(at now: MediaTime) {
    opening -= 1
    if options.callLength != nil { backOff.refused(at: now, random: &random) }
  }

  mutating func openedSilent() { silentOpening -= 1 }
  mutating func failedSilent() { silentOpening -= 1 }
}
