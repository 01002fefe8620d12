/// A word with the time at which it is said, in seconds.
struct TimedWord: Equatable, Sendable {
  var text: String
  var start: Double
  var end: Double

  /// Spreads a text over the frames in which something is said: a word takes time by its letters, and a long pause
  /// lies between two words.
  static func spread(_ text: String, over isActive: [Bool], frame: Double) -> [TimedWord] {
    let words = text.split(separator: " ").map(String.init)
    let runs = spokenRuns(isActive)
    let total = runs.reduce(0) { $0 + $1.count }
    guard !words.isEmpty, total > 0 else { return [] }
    var weights = words.map { Double($0.filter { $0.isLetter || $0.isNumber }.count) + 1.5 }
    // The last word of a sentence is drawn out.
    weights[weights.count - 1] += 4
    let sum = weights.reduce(0, +)
    var timed: [TimedWord] = []
    var (next, spokenBefore, weightBefore) = (0, 0, 0.0)
    for (number, run) in runs.enumerated() {
      // The words of this run: as many as bring their share nearest to the run's.
      let goal = Double(spokenBefore + run.count) / Double(total) * sum
      var end = next
      var reached = weightBefore
      while end < words.count, number == runs.count - 1 || reached + weights[end] / 2 <= goal {
        reached += weights[end]
        end += 1
      }
      let share = reached - weightBefore
      var time = Double(run.lowerBound) * frame
      for index in next..<end {
        let length = Double(run.count) * frame * weights[index] / share
        timed.append(TimedWord(text: words[index], start: time, end: time + length))
        time += length
      }
      (next, spokenBefore, weightBefore) = (end, spokenBefore + run.count, reached)
    }
    return timed
  }

  /// Stretches of speech, with gaps under 240 ms counted in.
  private static func spokenRuns(_ isActive: [Bool]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for (index, active) in isActive.enumerated() where active {
      if let last = runs.last, index - last.upperBound < 12 {
        runs[runs.count - 1] = last.lowerBound..<index + 1
      } else {
        runs.append(index..<index + 1)
      }
    }
    return runs.filter { $0.count > 2 }
  }
}
