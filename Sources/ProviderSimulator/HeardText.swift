/// What a recogniser has made of one stream of audio.
struct HeardText: Sendable {
  enum Change: Equatable, Sendable {
    /// Speech begins, at this time in seconds.
    case began(Double)
  }

  /// Speech with the short silences in it, in frames from the stream's start.
  private struct Stretch {
    var begin: Int
    var end: Int
    /// The last silence in it: it may be that what follows is from another line.
    var gap: Range<Int>?
    var match: LineMatcher.Match?
  }

  /// Frames of silence after which what follows is never the same stretch.
  private static let longestGap = 100
  /// Frames of a match after which no other line is looked for.
  private static let sureFrames = 30
  private let matcher: LineMatcher
  private(set) var track: SpeechTrack
  private(set) var isSpeaking = false
  private var stretch: Stretch?
  /// A line whose words were handed over before it was over: where the stream was in it, and how many words that were.
  private var handedOver: (line: Int, frame: Int, at: Int, words: Int)?
  /// Words of a line that were told when it was last asked for.
  private var lastTold: (line: Int, words: Int)?
  private var lastSpeechEnd: Int?
  private var activeRun = 0
  /// Words of stretches that are over, with times from the stream's start.
  private var done: [TimedWord] = []

  init(lines: LineLibrary, rate: Int) {
    matcher = LineMatcher(lines)
    track = SpeechTrack(rate: rate)
  }

  /// Seconds of audio heard.
  var time: Double { Double(track.count) * SpeechFrame.seconds }
  /// Frames since speech was last heard.
  var silence: Int { lastSpeechEnd.map { track.count - $0 } ?? track.count }

  /// Whether what was said last ends a known line; nil when it is none.
  var endsLine: Bool? {
    guard let stretch, let match = stretch.match else { return nil }
    return matcher.isComplete(match, count: stretch.end - stretch.begin)
  }

  /// Takes in samples; tells each begin of speech.
  mutating func hear(_ samples: [Int16]) -> [Change] {
    let before = track.count
    track.hear(samples)
    var changes: [Change] = []
    for frame in before..<track.count {
      if track.isActive[frame - track.dropped] {
        activeRun += 1
        if !isSpeaking, activeRun >= 3 {
          begin(at: frame - 2)
          changes.append(.began(Double(frame - 2) * SpeechFrame.seconds))
        }
        if isSpeaking {
          stretch?.end = frame + 1
          lastSpeechEnd = frame + 1
        }
      } else {
        activeRun = 0
        if isSpeaking, silence >= SpeechTrack.spurtGap { isSpeaking = false }
      }
    }
    track.forget(before: stretch?.begin ?? track.count - 10)
    return changes
  }

  /// The words so far.
  mutating func words() -> [TimedWord] {
    let open = openWords()
    return done + open
  }

  /// Hands the words over and begins anew.
  mutating func take() -> [TimedWord] {
    let words = words()
    if let open = stretch, let match = open.match {
      let told = lastTold?.line == match.line ? lastTold?.words : nil
      handedOver = (match.line, match.start + track.count - open.begin, track.count, told ?? 0)
    }
    done = []
    stretch = nil
    isSpeaking = false
    activeRun = 0
    return words
  }

  private mutating func begin(at frame: Int) {
    isSpeaking = true
    guard let open = stretch else {
      stretch = Stretch(begin: frame, end: frame)
      return
    }
    if frame - open.end > Self.longestGap {
      done += openWords()
      stretch = Stretch(begin: frame, end: frame)
    } else {
      if open.gap != nil { _ = openWords() }
      stretch?.gap = open.end..<frame
    }
  }

  /// The words of the stretch under way; what is from another line than the rest is moved to `done`.
  private mutating func openWords() -> [TimedWord] {
    guard var open = stretch else { return [] }
    if let gap = open.gap, open.end - gap.upperBound < 10 {
      // Too little is heard after the silence to tell.
      open.end = gap.lowerBound
      return words(of: &open, isOver: true)
    }
    match(&open)
    if open.match == nil, let gap = open.gap {
      var earlier = Stretch(begin: open.begin, end: gap.lowerBound)
      match(&earlier)
      done += words(of: &earlier, isOver: true)
      open = Stretch(begin: gap.upperBound, end: open.end)
      match(&open)
    } else if open.match != nil, open.end - open.begin > Self.sureFrames {
      open.gap = nil
    }
    stretch = open
    return words(of: &open, isOver: !isSpeaking)
  }

  private func match(_ open: inout Stretch) {
    let heard = frames(of: open)
    if let match = open.match, heard.count > Self.sureFrames, matcher.holds(match, heard) { return }
    open.match = matcher.match(heard)
    guard let before = handedOver, open.match?.line != before.line || open.match == nil else { return }
    let expected = before.frame + open.begin - before.at
    guard expected < matcher.lines[before.line].end else { return }
    if let follow = matcher.follow(heard, line: before.line, near: expected),
      follow.distance < open.match?.distance ?? LineMatcher.limit
    {
      open.match = follow
    }
  }

  private func frames(of open: Stretch) -> ArraySlice<SpeechFrame> {
    let first = max(0, open.begin - track.dropped)
    return track.frames[first..<max(first, open.end - track.dropped)]
  }

  private mutating func words(of open: inout Stretch, isOver: Bool) -> [TimedWord] {
    let count = open.end - open.begin
    let begin = Double(open.begin) * SpeechFrame.seconds
    if open.match == nil { match(&open) }
    guard let match = open.match else { return isOver || count > 25 ? Self.guess(count, from: begin) : [] }
    // A word is known a moment after it was said.
    // A line that begins anew is told anew.
    let told = handedOver.flatMap { $0.line == match.line && match.start > 12 ? $0.words : nil }
    let known = count - (isOver ? 0 : 4)
    lastTold = (match.line, matcher.count(of: match.line, until: match.start + known))
    return matcher.words(match, count: known, after: told).map {
      TimedWord(text: $0.text, start: $0.start + begin, end: $0.end + begin)
    }
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
