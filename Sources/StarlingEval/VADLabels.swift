import Foundation

/// Says which 10 ms of a clean recording hold speech, by its energy.
///
/// A frame is speech when it is within 30 dB of the loud fifth of its prompt. Gaps of 200 ms and less are closed (the
/// stops inside words and phrases), and what is then shorter than 50 ms is dropped.
enum VADLabels {
  static let frameSize = 80

  static func label(_ samples: [Int16]) -> [Bool] {
    let power = (0..<samples.count / frameSize).map { frame in
      samples[frame * frameSize..<(frame + 1) * frameSize]
        .reduce(0.0) { $0 + Double($1) * Double($1) } / Double(frameSize)
    }
    let loud = power.sorted().suffix(max(1, power.count / 5))
    let least = loud.reduce(0, +) / Double(max(1, loud.count)) / 1_000
    var runs: [Range<Int>] = []
    for run in Self.runs(power.map { $0 > least }) where run.count >= 2 {
      if let last = runs.last, run.lowerBound - last.upperBound <= 20 {
        runs[runs.count - 1] = last.lowerBound..<run.upperBound
      } else {
        runs.append(run)
      }
    }
    var labels = [Bool](repeating: false, count: power.count)
    for run in runs where run.count >= 5 { for frame in run { labels[frame] = true } }
    return labels
  }

  /// The stretches of `true`.
  static func runs(_ flags: [Bool]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start: Int?
    for (index, flag) in flags.enumerated() {
      if flag, start == nil { start = index }
      if !flag, let first = start {
        runs.append(first..<index)
        start = nil
      }
    }
    if let first = start { runs.append(first..<flags.count) }
    return runs
  }
}
