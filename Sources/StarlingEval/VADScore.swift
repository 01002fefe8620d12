import TurnTaking

/// How well the detector's stretches of speech agree with the labels, 10 ms by 10 ms, and how soon it told.
struct VADScore: Sendable, Codable {
  var f1 = 0.0
  var precision = 0.0
  var recall = 0.0
  /// F1 of each window's verdict at once, without the events' hindsight.
  var windowF1 = 0.0
  /// Milliseconds from the labelled start or end to the moment when it was told, median and 90th percentile.
  var onset = VADQuantiles()
  var offset = VADQuantiles()
  /// Milliseconds from the labelled start or end to where the event places it.
  var onsetPlace = VADQuantiles()
  var offsetPlace = VADQuantiles()
  /// Labelled stretches in which nothing was told, and told ones in which nothing is labelled.
  var missed = 0
  var spurious = 0
  /// The share of windows put to the model.
  var asked = 0.0

  init(labels: [Bool], reports: [VADWorker.Report], windows: [Bool], questions: Int) {
    let told = Self.stretches(reports, end: labels.count * 80)
    let truth = VADLabels.runs(labels).map { $0.lowerBound * 80..<$0.upperBound * 80 }
    var heard = [Bool](repeating: false, count: labels.count)
    for stretch in told {
      for frame in (stretch.range.lowerBound + 40) / 80..<(stretch.range.upperBound + 40) / 80
      where frame < heard.count { heard[frame] = true }
    }
    (f1, precision, recall) = Self.agreement(labels, heard)
    let live = labels.indices.map {
      windows.isEmpty ? false : windows[min(($0 * 80 + 40) / 256, windows.count - 1)]
    }
    windowF1 = Self.agreement(labels, live).0
    measureDelays(truth, told)
    missed = truth.count { stretch in !told.contains { $0.range.overlaps(stretch) } }
    spurious = told.count { stretch in !truth.contains { $0.overlaps(stretch.range) } }
    asked = Double(questions) / Double(max(1, windows.count))
  }

  private struct Stretch {
    var range: Range<Int>
    var toldStart: Int
    var toldEnd: Int?
  }

  private static func stretches(_ reports: [VADWorker.Report], end: Int) -> [Stretch] {
    var stretches: [Stretch] = []
    var open: (start: Int, told: Int)?
    for report in reports {
      switch report.event {
      case .speechStarted(let start): open = (start, report.position)
      case .speechEnded(let stop):
        guard let start = open else { continue }
        stretches.append(
          Stretch(
            range: start.start..<max(start.start, stop), toldStart: start.told, toldEnd: report.position))
        open = nil
      }
    }
    if let open { stretches.append(Stretch(range: open.start..<max(open.start, end), toldStart: open.told)) }
    return stretches
  }

  private static func agreement(_ labels: [Bool], _ heard: [Bool]) -> (Double, Double, Double) {
    var (both, onlyHeard, onlyLabelled) = (0.0, 0.0, 0.0)
    for (label, flag) in zip(labels, heard) {
      if label, flag { both += 1 }
      if !label, flag { onlyHeard += 1 }
      if label, !flag { onlyLabelled += 1 }
    }
    return (
      2 * both / max(1, 2 * both + onlyHeard + onlyLabelled), both / max(1, both + onlyHeard),
      both / max(1, both + onlyLabelled)
    )
  }

  /// A start is that of the first stretch told of within a labelled one, an end that of the last; where the detector
  /// heard one labelled stretch and the next as one, there is nothing to measure.
  private mutating func measureDelays(_ truth: [Range<Int>], _ told: [Stretch]) {
    var (onsets, offsets, onsetPlaces, offsetPlaces) = ([Int](), [Int](), [Int](), [Int]())
    for (index, stretch) in truth.enumerated() {
      let next = index + 1 < truth.count ? truth[index + 1].lowerBound : Int.max
      let before = index > 0 ? truth[index - 1].upperBound : 0
      let overlapping = told.filter { $0.range.overlaps(stretch) }
      if let first = overlapping.first, first.range.lowerBound >= before {
        onsets.append(first.toldStart - stretch.lowerBound)
        onsetPlaces.append(first.range.lowerBound - stretch.lowerBound)
      }
      if let last = overlapping.last, let toldEnd = last.toldEnd, last.range.upperBound <= next {
        offsets.append(toldEnd - stretch.upperBound)
        offsetPlaces.append(last.range.upperBound - stretch.upperBound)
      }
    }
    onset = VADQuantiles(samples: onsets)
    offset = VADQuantiles(samples: offsets)
    onsetPlace = VADQuantiles(samples: onsetPlaces)
    offsetPlace = VADQuantiles(samples: offsetPlaces)
  }
}
