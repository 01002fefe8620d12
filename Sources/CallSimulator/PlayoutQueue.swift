internal import Audio

/// The carrier's end of the agent's audio: queues what it is sent, plays it at real-time speed, returns marks.
///
/// Fed with the time; owns no clock. Everything is reckoned from one number, the moment the queue runs dry. Audio
/// of an utterance that comes later than that is late: the caller's ear was dry in the middle of a word.
struct PlayoutQueue {
  /// What the next audio belongs to.
  private enum Place {
    /// A new answer: it begins when it likes.
    case answer
    /// The next utterance of the same answer: a mark came after the last audio.
    case utterance
    /// The utterance that is under way; `true` once it has had a gap.
    case middle(hasGap: Bool)
  }

  /// When the last queued sample will have been played.
  private(set) var dryAt = MediaTime.zero
  private var marks: [(name: String, due: MediaTime)] = []
  /// Audio received, and of it what a clear threw away.
  private(set) var received = MediaTime.zero
  private(set) var flushed = MediaTime.zero
  private(set) var messages = 0
  /// Utterances with a silence inside because audio came after it should have been played.
  private(set) var gaps = 0
  private(set) var longestGap = MediaTime.zero
  /// Messages that came later than `tolerance` after the queue ran dry.
  private(set) var lateMessages = 0
  /// Silences between the utterances of one answer.
  private(set) var pauses = 0
  private var place = Place.answer
  /// After a longer silence, audio belongs to a new utterance.
  static let gapWindow = MediaTime.seconds(Int64(2))
  /// What a listener does not notice.
  static let tolerance = MediaTime.milliseconds(20)

  func isPlaying(at now: MediaTime) -> Bool { dryAt > now }

  /// The next audio starts a new answer, however soon it comes.
  mutating func beginAnswer() { place = .answer }

  /// Queues audio. Returns when it starts to be heard.
  mutating func append(_ length: MediaTime, at now: MediaTime) -> MediaTime {
    if dryAt < now {
      noteSilence(now - dryAt)
      dryAt = now
    }
    if case .middle = place {} else { place = .middle(hasGap: false) }
    let start = dryAt
    dryAt += length
    received += length
    messages += 1
    return start
  }

  private mutating func noteSilence(_ silence: MediaTime) {
    guard silence > Self.tolerance, silence < Self.gapWindow else {
      if silence >= Self.gapWindow { place = .answer }
      return
    }
    switch place {
    case .answer: break
    case .utterance: pauses += 1
    case .middle(let hasGap):
      lateMessages += 1
      longestGap = max(longestGap, silence)
      if !hasGap { gaps += 1 }
      place = .middle(hasGap: true)
    }
  }

  /// Queues a mark, which ends an utterance.
  mutating func mark(_ name: String, at now: MediaTime) {
    marks.append((name, max(now, dryAt)))
    if case .middle = place { place = .utterance }
  }

  /// When the first mark is due; never when there is none.
  var nextMarkDue: MediaTime { marks.first?.due ?? .distantFuture }

  /// Marks whose audio has been played by now, in order.
  mutating func takeDueMarks(at now: MediaTime) -> [String] {
    guard let first = marks.first, first.due <= now else { return [] }
    let due = marks.prefix { $0.due <= now }
    marks.removeFirst(due.count)
    return due.map(\.name)
  }

  /// Stops playing and empties the queue. Returns every queued mark, as the carrier does.
  mutating func clear(at now: MediaTime) -> [String] {
    if dryAt > now { flushed += dryAt - now }
    dryAt = min(dryAt, now)
    place = .answer
    let names = marks.map(\.name)
    marks = []
    return names
  }
}
