/// What a recogniser has made of one stream of audio: spurts of speech, each with its words.
struct HeardText: Sendable {
  enum Change: Equatable, Sendable {
    /// Speech begins, at this time in seconds.
    case began(Double)
    /// Silence has lasted for so many frames since speech ended.
    case silent(frames: Int)
  }

  private let matcher: LineMatcher
  private(set) var track: SpeechTrack
  /// Frames at which the spurt under way began, and after which it last was loud.
  private var spurt: (begin: Int, end: Int)?
  private(set) var lastSpeechEnd: Int?
  private var activeRun = 0
  /// Words of spurts that are over, with times from the stream's start.
  private var done: [TimedWord] = []
  private var lastMatch: (match: LineMatcher.Match, count: Int)?

  init(lines: LineLibrary, rate: Int) {
    matcher = LineMatcher(lines)
    track = SpeechTrack(rate: rate)
  }

  /// Seconds of audio heard.
  var time: Double { Double(track.count) * SpeechFrame.seconds }
  var isSpeaking: Bool { spurt != nil }
  /// Frames since speech was last heard.
  var silence: Int { lastSpeechEnd.map { track.count - $0 } ?? track.count }

  /// Whether what was said last ends a known line; nil when it is none.
  var endsLine: Bool? { lastMatch.map { matcher.isComplete($0.match, count: $0.count) } }

  /// Takes in samples; tells each begin of speech.
  mutating func hear(_ samples: [Int16]) -> [Change] {
    let before = track.count
    track.hear(samples)
    var changes: [Change] = []
    for frame in before..<track.count {
      if track.isActive[frame - track.dropped] {
        activeRun += 1
        if let open = spurt {
          spurt = (open.begin, frame + 1)
          lastSpeechEnd = frame + 1
        } else if activeRun >= 3 {
          spurt = (frame - 2, frame + 1)
          lastSpeechEnd = frame + 1
          changes.append(.began(Double(frame - 2) * SpeechFrame.seconds))
        }
      } else {
        activeRun = 0
        if let open = spurt, frame - open.end >= SpeechTrack.spurtGap { close(open) }
      }
    }
    if spurt == nil { track.forget(before: track.count - 10) }
    return changes
  }

  /// The words so far, of the spurt under way too.
  func words() -> [TimedWord] {
    guard let open = spurt else { return done }
    return done + words(of: open, isWhole: false).words
  }

  /// Hands the words over and begins anew; a spurt under way is cut.
  mutating func take() -> [TimedWord] {
    if let open = spurt { close(open) }
    let words = done
    done = []
    return words
  }

  private mutating func close(_ open: (begin: Int, end: Int)) {
    let found = words(of: open, isWhole: true)
    done += found.words
    lastMatch = found.match.map { ($0, open.end - open.begin) }
    spurt = nil
  }

  private func words(
    of open: (begin: Int, end: Int), isWhole: Bool
  ) -> (words: [TimedWord], match: LineMatcher.Match?) {
    let heard = track.frames[max(0, open.begin - track.dropped)..<open.end - track.dropped]
    let begin = Double(open.begin) * SpeechFrame.seconds
    guard let match = matcher.match(heard, isWhole: isWhole) else {
      return (isWhole || heard.count > 25 ? Self.guess(heard.count, from: begin) : [], nil)
    }
    // A word is known a moment after it was said.
    let words = matcher.words(match, count: heard.count - (isWhole ? 0 : 4))
    return (words.map { TimedWord(text: $0.text, start: $0.start + begin, end: $0.end + begin) }, match)
  }

  /// As many words as fit the time, for speech that is not known.
  private static func guess(_ frames: Int, from begin: Double) -> [TimedWord] {
    let common = ["well", "I", "think", "that", "would", "be", "fine", "for", "us", "then", "so", "yes"]
    let count = Int(Double(frames) * SpeechFrame.seconds * 2.6)
    let length = Double(frames) * SpeechFrame.seconds / Double(max(1, count))
    return (0..<count).map { index in
      TimedWord(
        text: common[index % common.count], start: begin + Double(index) * length,
        end: begin + Double(index + 1) * length)
    }
  }
}
