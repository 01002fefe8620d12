/// The last stretch of caller audio, so that an utterance can begin before it was noticed.
struct CallHistory {
  private var samples: [Int16]
  /// Samples ever appended.
  private(set) var end = 0

  init(capacity: Int) { samples = [Int16](repeating: 0, count: capacity) }

  mutating func append(_ input: Span<Int16>) {
    var index = end % samples.count
    for position in 0..<input.count {
      samples[index] = input[position]
      index += 1
      if index == samples.count { index = 0 }
    }
    end += input.count
  }

  /// Everything from `start` on that is still kept.
  func samples(from start: Int) -> [Int16] {
    let first = max(start, end - samples.count, 0)
    guard first < end else { return [] }
    return (first..<end).map { samples[$0 % samples.count] }
  }
}
