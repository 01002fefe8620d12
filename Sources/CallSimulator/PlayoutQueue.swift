internal import Audio

/// The carrier's end of the agent's audio: queues what it is sent, plays it at real-time speed, returns marks.
///
/// Fed with the time; owns no clock. Everything is reckoned from one number, the moment the queue runs dry.
struct PlayoutQueue {
  /// When the last queued sample will have been played.
  private(set) var dryAt = MediaTime.zero
  private var marks: [(name: String, due: MediaTime)] = []
  private var playedBeforeClear = MediaTime.zero
  /// Audio received, and of it what a clear threw away.
  private(set) var received = MediaTime.zero
  private(set) var flushed = MediaTime.zero
  /// Silences inside an utterance because audio came after it should have been played.
  private(set) var gaps = 0
  private(set) var longestGap = MediaTime.zero
  /// An utterance is going on: audio that comes after the queue ran dry is late.
  private var isMidUtterance = false
  /// Later than this, audio belongs to a new utterance.
  private static let utterancePause = MediaTime.milliseconds(1_000)
  /// What a listener does not notice.
  private static let tolerance = MediaTime.milliseconds(20)

  func isPlaying(at now: MediaTime) -> Bool { dryAt > now }

  /// The next audio starts a new utterance, however soon it comes.
  mutating func beginUtterance() { isMidUtterance = false }

  /// Queues audio. Returns when it starts to be heard.
  mutating func append(_ length: MediaTime, at now: MediaTime) -> MediaTime {
    if dryAt < now {
      let gap = now - dryAt
      if isMidUtterance, gap > Self.tolerance, gap < Self.utterancePause {
        gaps += 1
        longestGap = max(longestGap, gap)
      }
      dryAt = now
    }
    isMidUtterance = true
    let start = dryAt
    dryAt += length
    received += length
    return start
  }

  mutating func mark(_ name: String, at now: MediaTime) {
    marks.append((name, max(now, dryAt)))
  }

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
    isMidUtterance = false
    let names = marks.map(\.name)
    marks = []
    return names
  }
}
