/// Finds which known line a stretch of speech is from, by its sound.
struct LineMatcher: Sendable {
  /// A line and where in it the stretch begins.
  struct Match: Equatable, Sendable {
    var line: Int
    var phase: Int
    /// The line's frame at which the stretch begins.
    var start: Int
    /// 0 is the same sound. The fixtures' lines differ by 1 and more after half a second; one line, heard through a
    /// phone, by 0.1 at most.
    var distance: Float
  }

  static let limit: Float = 0.6
  /// Frames by which an onset may be heard early or late.
  private static let slack = 6

  let lines: [KnownLine]

  init(_ library: LineLibrary) { lines = library.lines }

  /// - Parameter heard: the stretch's frames so far, 6 or more.
  func match(_ heard: ArraySlice<SpeechFrame>) -> Match? {
    guard heard.count >= 6 else { return nil }
    var best = Match(line: 0, phase: 0, start: 0, distance: Self.limit)
    for (number, line) in lines.enumerated() {
      for onset in line.onsets {
        for start in onset - Self.slack...onset + Self.slack {
          for phase in 0..<KnownLine.phases {
            let match = Match(line: number, phase: phase, start: start, distance: best.distance)
            if let distance = distance(heard, match, below: best.distance) {
              best = match
              best.distance = distance
            }
          }
        }
      }
    }
    return best.distance < Self.limit ? best : nil
  }

  /// Where `heard` goes on in a line, near the frame at which it is expected to.
  func follow(_ heard: ArraySlice<SpeechFrame>, line: Int, near expected: Int) -> Match? {
    guard heard.count >= 6 else { return nil }
    var best = Match(line: line, phase: 0, start: 0, distance: Self.limit)
    for start in expected - Self.slack...expected + Self.slack {
      for phase in 0..<KnownLine.phases {
        let match = Match(line: line, phase: phase, start: start, distance: best.distance)
        if let distance = distance(heard, match, below: best.distance) {
          best = match
          best.distance = distance
        }
      }
    }
    return best.distance < Self.limit ? best : nil
  }

  /// How many words of a line are over at one of its frames.
  func count(of line: Int, until frame: Int) -> Int {
    if frame >= lines[line].end - 6 { return lines[line].words.count }
    let end = Double(frame) * SpeechFrame.seconds
    return lines[line].words.count { ($0.start + $0.end) / 2 <= end }
  }

  /// Whether a match still fits now that more is heard.
  func holds(_ match: Match, _ heard: ArraySlice<SpeechFrame>) -> Bool {
    distance(heard, match, below: Self.limit) != nil
  }

  /// The words of a match that lie in `count` frames, with times from the stretch's begin.
  ///
  /// - Parameter told: words of the line that were handed over before; nil: none, it begins here.
  func words(_ match: Match, count: Int, after told: Int? = nil) -> [TimedWord] {
    let begin = Double(match.start) * SpeechFrame.seconds
    let isComplete = isComplete(match, count: count)
    let end = begin + Double(count) * SpeechFrame.seconds
    return lines[match.line].words.enumerated().filter { index, word in
      let middle = (word.start + word.end) / 2
      // The words' times are estimates: one that was not told yet is told now.
      let isNew = told.map { index >= $0 } ?? (middle >= begin - 0.05)
      return isNew && (isComplete || middle <= end)
    }.map { _, word in
      TimedWord(text: word.text, start: max(0, word.start - begin), end: max(0.02, word.end - begin))
    }
  }

  /// Whether a line is over after `count` frames of a match.
  func isComplete(_ match: Match, count: Int) -> Bool { match.start + count >= lines[match.line].end - 6 }

  /// The mean difference of power (whatever the gain) and of colour, by how loud it is; nil when it is not below.
  private func distance(_ heard: ArraySlice<SpeechFrame>, _ match: Match, below limit: Float) -> Float? {
    let known = lines[match.line].frames[match.phase]
    let (length, shift, start) = (heard.count, heard.startIndex, match.start)
    let first = max(0, -start)
    // What is heard after the line's end is as wrong as another line.
    let last = min(length, known.count - start)
    guard last - first >= 6 else { return nil }
    let wrong = Float(length - (last - first)) * 2 / Float(length)
    guard wrong < limit else { return nil }
    var (gain, weights): (Float, Float) = (0, 0)
    for index in first..<last {
      let (one, other) = (heard[shift + index], known[start + index])
      let weight = Self.weight(one, other)
      gain += weight * (one.power - other.power)
      weights += weight
    }
    gain /= weights
    var sum: Float = 0
    let most = (limit - wrong) * weights
    for index in first..<last {
      let (one, other) = (heard[shift + index], known[start + index])
      let colour = abs(one.high - other.high) + abs(one.low - other.low) + abs(one.middle - other.middle)
      sum += Self.weight(one, other) * (abs(one.power - other.power - gain) + colour)
      if sum >= most { return nil }
    }
    return sum / weights + wrong
  }

  private static func weight(_ one: SpeechFrame, _ other: SpeechFrame) -> Float {
    min(2, max(0, max(one.power, other.power) - 4)) + 0.02
  }
}
