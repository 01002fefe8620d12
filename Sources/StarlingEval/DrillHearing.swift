import Audio

/// What a caller hears of an agent, and for how long it hears nothing while it is owed something.
struct DrillHearing {
  /// -54 dBFS: no voice is as quiet, no silence as loud.
  private static let threshold = 64
  private static let frame = 160

  private var playedUntil = MediaTime.zero
  /// Since when something is owed: the end of the caller's turn or of the last sound in the agent's.
  private var owedSince: MediaTime?
  private var sounds: [(start: MediaTime, end: MediaTime)] = []
  /// Silences in which something was owed, those that nobody notices left out.
  private(set) var silences: [Range<MediaTime>] = []
  private(set) var voiced = MediaTime.zero
  private(set) var hasHeardAnswer = false

  /// When all that came will have been played.
  var dryAt: MediaTime { playedUntil }

  mutating func callBegan(at now: MediaTime) { owe(from: now) }

  mutating func callerFinished(at now: MediaTime) { owe(from: now) }

  private mutating func owe(from now: MediaTime) {
    owedSince = now
    hasHeardAnswer = false
  }

  /// - Parameter samples: s16 at 8 kHz.
  mutating func play(_ samples: [Int16], at now: MediaTime) {
    settle(until: now)
    var start = max(now, playedUntil)
    for offset in stride(from: 0, to: samples.count, by: Self.frame) {
      let piece = samples[offset..<min(offset + Self.frame, samples.count)]
      let end = start + .samples(piece.count, rate: 8000)
      if piece.reduce(0, { $0 + abs(Int($1)) }) / piece.count > Self.threshold {
        if let last = sounds.last, start - last.end < .milliseconds(30) {
          sounds[sounds.count - 1].end = end
        } else {
          sounds.append((start, end))
        }
      }
      start = end
    }
    playedUntil = start
  }

  mutating func clear(at now: MediaTime) {
    settle(until: now)
    playedUntil = min(playedUntil, now)
    sounds = sounds.filter { $0.start < now }.map { ($0.start, min($0.end, now)) }
  }

  /// What is audible before `now` has been heard and cannot be taken back.
  private mutating func settle(until now: MediaTime) {
    while let first = sounds.first, first.end <= now {
      sounds.removeFirst()
      hear(first)
    }
  }

  private mutating func hear(_ sound: (start: MediaTime, end: MediaTime)) {
    voiced += sound.end - sound.start
    hasHeardAnswer = true
    guard let since = owedSince else { return }
    note(sound.start - since, at: since)
    owedSince = sound.end
  }

  private mutating func note(_ silence: MediaTime, at since: MediaTime) {
    if silence > .milliseconds(300) { silences.append(since..<since + silence) }
  }

  /// The agent said what it wanted to: from here on it is the caller's turn.
  mutating func agentFinished(at now: MediaTime) {
    settle(until: now)
    owedSince = nil
  }

  /// The caller waits no longer, or the call is over.
  mutating func stop(at now: MediaTime, isOwed: Bool) {
    settle(until: .distantFuture)
    if isOwed, let since = owedSince, now > since { note(now - since, at: since) }
    owedSince = nil
  }
}
