/// Finds which known line a spurt of speech is from, by its sound.
struct LineMatcher: Sendable {
  /// A line and where in it the spurt begins.
  struct Match: Equatable, Sendable {
    var line: Int
    /// The line's frame at which the spurt begins.
    var start: Int
    /// 0 is the same sound; lines that differ have more than `limit`.
    var distance: Float
  }

  static let limit: Float = 0.34
  /// Frames by which an onset may be heard early or late.
  private static let slack = 5

  let lines: [KnownLine]

  init(_ library: LineLibrary) { lines = library.lines }

  /// - Parameters:
  ///   - heard: the spurt's frames so far, 6 or more.
  ///   - isWhole: the spurt has ended, so that a line that would go on fits less well.
  func match(_ heard: ArraySlice<SpeechFrame>, isWhole: Bool) -> Match? {
    guard heard.count >= 6 else { return nil }
    var best: Match?
    for (number, line) in lines.enumerated() {
      for onset in line.onsets {
        for start in onset - Self.slack...onset + Self.slack {
          let distance = distance(heard, line, start, isWhole: isWhole)
          if distance < best?.distance ?? .infinity {
            best = Match(line: number, start: start, distance: distance)
          }
        }
      }
    }
    guard let best, best.distance < Self.limit else { return nil }
    return best
  }

  /// The words of a match that lie in `count` frames, with times from the spurt's begin.
  func words(_ match: Match, count: Int) -> [TimedWord] {
    let begin = Double(match.start) * SpeechFrame.seconds
    let end = begin + Double(count) * SpeechFrame.seconds
    return lines[match.line].words.filter { word in
      let middle = (word.start + word.end) / 2
      return middle >= begin - 0.05 && middle <= end
    }.map { TimedWord(text: $0.text, start: max(0, $0.start - begin), end: max(0.02, $0.end - begin)) }
  }

  /// Whether a line is over after `count` frames of a match.
  func isComplete(_ match: Match, count: Int) -> Bool { match.start + count >= lines[match.line].end - 4 }

  /// The mean difference of power (whatever the gain) and of colour, by frame.
  private func distance(_ heard: ArraySlice<SpeechFrame>, _ line: KnownLine, _ start: Int, isWhole: Bool)
    -> Float
  {
    let length = heard.count
    let first = max(0, -start)
    let last = min(length, line.frames.count - start)
    guard last - first >= 6 else { return .infinity }
    let shift = heard.startIndex
    var gain: Float = 0
    for index in first..<last { gain += heard[shift + index].power - line.frames[start + index].power }
    gain /= Float(last - first)
    var sum: Float = 0
    for index in first..<last {
      let one = heard[shift + index]
      let other = line.frames[start + index]
      sum += abs(one.power - other.power - gain)
      sum += abs(one.high - other.high) + abs(one.low - other.low) + abs(one.middle - other.middle)
    }
    // What is heard after the line's end is as wrong as another line.
    var wrong = Float(max(0, start + length - line.end - 8)) + Float(first)
    if isWhole {
      // A whole spurt ends where one of the line's ends.
      let end = start + length
      if end < line.end - 8, !line.onsets.contains(where: { $0 > end - 4 && $0 - end < 90 }) {
        wrong += Float(line.end - end) * 0.3
      }
    }
    return (sum + wrong * 2) / Float(length)
  }
}
