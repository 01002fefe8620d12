internal import Audio

/// What becomes of audio behind the socket: it arrives in order, waits its turn, and is played at real-time speed.
///
/// All of that is settled when a message is sent, so the carrier needs no events of its own.
struct VirtualCarrier {
  /// A stretch of one word, or of silence.
  struct Run {
    /// A sample of it.
    var sample: Int16
    var count: Int
    var start: MediaTime
  }

  let rate: Int
  /// What was played, or will be, of the reply that is being heard.
  private(set) var runs: [Run] = []
  private var lastArrival = MediaTime.zero
  /// When all that was sent will have been played.
  private(set) var playedUntil = MediaTime.zero

  init(rate: Int) {
    self.rate = rate
    runs.reserveCapacity(64)
  }

  /// When something sent now arrives, given that nothing overtakes.
  private mutating func arrival(_ now: MediaTime, _ delay: MediaTime) -> MediaTime {
    lastArrival = max(lastArrival, now + delay)
    return lastArrival
  }

  mutating func receive(_ samples: borrowing Span<Int16>, at now: MediaTime, delay: MediaTime) {
    var start = max(arrival(now, delay), playedUntil)
    var first = 0
    while first < samples.count {
      let sample = Self.heard(samples[first])
      var end = first + 1
      while end < samples.count, Self.heard(samples[end]) == sample { end += 1 }
      runs.append(Run(sample: sample, count: end - first, start: start))
      start += .samples(end - first, rate: rate)
      first = end
    }
    playedUntil = start
  }

  /// Noise is nothing to hear.
  private static func heard(_ sample: Int16) -> Int16 { ClauseJob.isNoise(sample) ? 0 : sample }

  mutating func clear(at now: MediaTime, delay: MediaTime) { cut(at: arrival(now, delay)) }

  /// When a mark sent now is reached.
  mutating func mark(at now: MediaTime, delay: MediaTime) -> MediaTime {
    max(arrival(now, delay), playedUntil)
  }

  /// Nothing that was sent before is played after `time`; also how a stream ends.
  mutating func cut(at time: MediaTime) {
    while let last = runs.last, last.start >= time { runs.removeLast() }
    if let last = runs.last, last.start + .samples(last.count, rate: rate) > time {
      runs[runs.count - 1].count = (time - last.start).samples(rate: rate)
    }
    playedUntil = min(playedUntil, time)
  }

  /// The old stream's line is gone, and with it what was under way.
  mutating func replace(at now: MediaTime) {
    cut(at: now)
    lastArrival = now
  }

  mutating func forgetRuns() { runs.removeAll(keepingCapacity: true) }

  /// Words of which at least half was played.
  func wordsPlayed(_ jobs: [ClauseJob]) -> Int {
    var words = 0
    var current: Int16 = 0
    var played = 0
    func closed() -> Int {
      guard let origin = ClauseJob.origin(of: current, among: jobs.count) else { return 0 }
      return played * 2 >= jobs[origin.index].length(of: origin.word) ? 1 : 0
    }
    for run in runs where run.sample != 0 {
      if run.sample != current {
        words += closed()
        current = run.sample
        played = 0
      }
      played += run.count
    }
    return words + closed()
  }
}
