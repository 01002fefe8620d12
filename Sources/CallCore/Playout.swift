public import Audio
public import Providers

/// The agent's audio on its way to the caller: what waits, what was sent, and what has been played by now.
///
/// The carrier plays what it is sent at real-time speed, so the time at which everything sent so far will have
/// been played is known without asking: it is the time of the first message plus the audio sent, and again from
/// the present whenever the carrier had run dry. Positions count samples from the start of the utterance.
/// Audio is kept until it has been played, so that an utterance can go on from any sample not yet heard.
///
/// Where audio begins again after a pause it is faded in, where it breaks off it is let down: a step is a click.
public struct Playout: Sendable {
  public typealias Clause = HeardLedger.Clause

  public let rate: Int
  /// Samples of a fade.
  public let fadeLength: Int
  public private(set) var ledger: HeardLedger
  private var pieces: [(start: Int, samples: [Int16])] = []
  private var firstPiece = 0
  /// Samples handed in, and samples handed on.
  public private(set) var appended = 0
  public private(set) var sent = 0
  /// Of what was handed on, what has been copied.
  private var copied = 0
  /// When the carrier will have played all that was sent.
  public private(set) var sentUntil = MediaTime.zero
  /// Times the speech ran out in the middle of an utterance.
  public private(set) var underruns = 0
  /// Speech ran out, and comfort noise stands in for it.
  public private(set) var isStarving = false
  /// The reply whose audio this is; 0: none.
  public private(set) var generation = 0
  /// Samples asked for that belonged to an utterance that was withdrawn meanwhile; they were not given.
  public private(set) var staleSamples = 0
  private var noise = ComfortNoise()
  /// Where audio begins again, and is faded in.
  private var fadeInAt: Int?
  /// What came while noise stood in: it follows the noise, once there is enough of it.
  private var gathered: [Arrival] = []
  public private(set) var gatheredSamples = 0
  /// The clause that was begun last.
  public private(set) var lastClause: (id: Int, text: String)?

  private enum Arrival: Sendable {
    case begin(Int, String)
    case samples([Int16])
    case words([SpokenWord], Int)
    case end(Int)
  }

  /// - Parameter fadeTime: how long audio fades in where it begins again, and is let down where it runs out.
  public init(rate: Int, fadeTime: MediaTime = .milliseconds(10)) {
    self.rate = rate
    fadeLength = fadeTime.samples(rate: rate)
    ledger = HeardLedger(rate: rate)
  }

  public var clauses: [Clause] { ledger.clauses }
  public var hasUnsent: Bool { sent < appended || gatheredSamples > 0 }
  public var isEmpty: Bool { appended == 0 }
  public var unsent: Int { appended - sent }

  /// Forgets the utterance; the next one starts at sample 0.
  ///
  /// - Parameter generation: the reply whose audio comes next.
  public mutating func reset(for generation: Int = 0) {
    self.generation = generation
    ledger.reset()
    pieces.removeAll(keepingCapacity: true)
    firstPiece = 0
    appended = 0
    sent = 0
    copied = 0
    sentUntil = .zero
    isStarving = false
    fadeInAt = nil
    gathered.removeAll(keepingCapacity: true)
    gatheredSamples = 0
    lastClause = nil
  }

  // MARK: In

  public mutating func beginClause(_ id: Int, text: String) {
    lastClause = (id, text)
    take(.begin(id, text))
  }

  public mutating func append(_ samples: [Int16]) { take(.samples(samples)) }

  public mutating func endClause(_ id: Int) { take(.end(id)) }

  public mutating func add(_ words: [SpokenWord], to clause: Int) { take(.words(words, clause)) }

  /// Pads the utterance with silence so that `sent` can reach a whole message.
  public mutating func pad(_ count: Int) { append([Int16](repeating: 0, count: count)) }

  private mutating func take(_ arrival: Arrival) {
    guard !isStarving else {
      if case .samples(let samples) = arrival { gatheredSamples += samples.count }
      return gathered.append(arrival)
    }
    switch arrival {
    case .begin(let id, let text): ledger.begin(id, text: text, at: appended)
    case .samples(let samples): lay(samples)
    case .words(let words, let clause): ledger.add(words, to: clause)
    case .end(let id): ledger.end(id, at: appended)
    }
  }

  private mutating func lay(_ samples: [Int16]) {
    guard !samples.isEmpty else { return }
    pieces.append((appended, samples))
    appended += samples.count
  }

  /// Speech ran out: lets down what was said last and puts comfort noise after it, until `count` samples wait.
  ///
  /// What is let down is the last 10 ms played backwards: it joins without a step and is over before anyone can
  /// tell that nothing was said.
  public mutating func starve(upTo count: Int) {
    let missing = count - unsent
    guard missing > 0 else { return }
    var fill = [Int16](repeating: 0, count: missing)
    for index in fill.indices { fill[index] = noise.next() }
    if !isStarving {
      underruns += 1
      let tail = last(min(fadeLength, missing))
      for (index, sample) in tail.reversed().enumerated() {
        fill[index] = Self.scaled(sample, tail.count - index, of: tail.count + 1)
      }
    }
    isStarving = true
    ledger.noteGap(appended..<appended + missing)
    lay(fill)
  }

  /// Speech has come: it follows, faded in.
  public mutating func endStarvation() {
    guard isStarving else { return }
    isStarving = false
    fadeInAt = appended
    gatheredSamples = 0
    let arrivals = gathered
    gathered.removeAll(keepingCapacity: true)
    for arrival in arrivals { take(arrival) }
  }

  // MARK: Time

  /// How many samples have been played at `now`.
  public func played(at now: MediaTime) -> Int {
    guard sentUntil > now else { return sent }
    return max(0, sent - (sentUntil - now).samples(rate: rate))
  }

  /// When the next message is due so that `lead` is kept; nil while nothing waits.
  public func nextDue(lead: MediaTime) -> MediaTime? { hasUnsent ? sentUntil - lead : nil }

  // MARK: Out

  /// Accounts for a message of `count` samples sent at `now`. The samples are then copied with `copySent`.
  public mutating func advance(by count: Int, at now: MediaTime) {
    if sentUntil < now {
      // The carrier was left without audio: ours was the delay, not the synthesiser's.
      if sent > 0, fadeInAt != sent { underruns += 1 }
      if fadeInAt == nil, sent > 0 { fadeInAt = sent }
      sentUntil = now
    }
    sent += count
    sentUntil += .samples(count, rate: rate)
  }

  /// Copies the next `count` samples of those that were sent into `output`, message by message in their order.
  ///
  /// - Parameter generation: the reply that may be heard; samples of another are silence and are counted.
  public mutating func copySent(_ count: Int, of generation: Int, into output: inout MutableSpan<Int16>) {
    let count = min(count, output.count)
    let known = generation == self.generation ? min(count, sent - copied) : 0
    copy(from: copied, known, into: &output)
    if let fadeInAt, copied < fadeInAt + fadeLength { fadeIn(from: fadeInAt, known, &output) }
    for index in known..<count { output[index] = 0 }
    staleSamples += count - known
    copied += known
  }

  /// What lets the audio down that is cleared at `position`: the next `count` samples, fading to nothing.
  public func fade(from position: Int, _ count: Int) -> [Int16] {
    var fade: [Int16] = []
    for piece in pieces where piece.start + piece.samples.count > position && fade.count < count {
      fade += piece.samples.dropFirst(max(0, position - piece.start)).prefix(count - fade.count)
    }
    fade += repeatElement(0, count: count - fade.count)
    for index in fade.indices { fade[index] = Self.scaled(fade[index], count - index, of: count + 1) }
    return fade
  }

  private mutating func fadeIn(from start: Int, _ count: Int, _ output: inout MutableSpan<Int16>) {
    for index in 0..<count {
      let into = copied + index - start
      guard into >= 0, into < fadeLength else { continue }
      output[index] = Self.scaled(output[index], into + 1, of: fadeLength + 1)
    }
    if copied + count >= start + fadeLength { fadeInAt = nil }
  }

  private mutating func copy(from start: Int, _ count: Int, into output: inout MutableSpan<Int16>) {
    var position = start
    var written = 0
    while firstPiece + 1 < pieces.count, pieces[firstPiece + 1].start <= position { firstPiece += 1 }
    var index = firstPiece
    while written < count, index < pieces.count {
      let piece = pieces[index]
      let offset = position - piece.start
      guard offset >= 0, offset < piece.samples.count else {
        index += 1
        continue
      }
      let run = min(count - written, piece.samples.count - offset)
      for step in 0..<run { output[written + step] = piece.samples[offset + step] }
      written += run
      position += run
      index += 1
    }
    while written < count {
      output[written] = 0
      written += 1
    }
  }

  private func last(_ count: Int) -> [Int16] {
    var tail: [Int16] = []
    for piece in pieces.reversed() {
      tail.insert(contentsOf: piece.samples.suffix(count - tail.count), at: 0)
      if tail.count >= count { break }
    }
    return tail
  }

  private static func scaled(_ sample: Int16, _ part: Int, of whole: Int) -> Int16 {
    Int16(truncatingIfNeeded: Int(sample) * part / whole)
  }

  /// Goes back to `position`: what was sent after it was cleared and is to be sent again.
  public mutating func rewind(to position: Int, at now: MediaTime) {
    endStarvation()
    sent = min(max(0, position), sent)
    copied = sent
    sentUntil = now
    firstPiece = 0
    fadeInAt = sent > 0 ? sent : nil
    ledger.rewind(to: sent)
  }

  // MARK: Heard

  /// The next clause whose audio has all been sent and whose mark has not.
  public mutating func takeDueMark() -> Int? { ledger.takeDueMark(sent: sent) }

  public mutating func markReturned(_ id: Int, at now: MediaTime) {
    ledger.markReturned(id, played: played(at: now))
  }

  /// The words the caller can have heard when `position` samples were played.
  public func heard(at position: Int) -> HeardLedger.Heard {
    ledger.heard(at: min(position, sent), sent: sent) { sounds(in: $0) }
  }

  /// Which 10 ms of a range sound: those not much quieter than the loudest.
  private func sounds(in range: Range<Int>) -> [Bool] {
    let block = rate / 100
    var levels = [Int](repeating: 0, count: (range.count + block - 1) / block)
    for piece in pieces {
      let inside = (piece.start..<piece.start + piece.samples.count).clamped(to: range)
      for position in inside {
        levels[(position - range.lowerBound) / block] += abs(Int(piece.samples[position - piece.start]))
      }
    }
    // 34 dB under the loudest: breath and the noise of a line, no vowel and few consonants.
    let threshold = max((levels.max() ?? 0) / 50, block * 30)
    return levels.map { $0 > threshold }
  }
}
