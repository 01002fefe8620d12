/// The median and the 90th percentile of delays, in milliseconds.
struct VADQuantiles: Sendable, Codable {
  var median = 0
  var p90 = 0

  init() {}

  /// - Parameter samples: delays in samples at 8 kHz.
  init(samples: [Int]) {
    let sorted = samples.sorted()
    guard !sorted.isEmpty else { return }
    median = sorted[sorted.count / 2] / 8
    p90 = sorted[min(sorted.count - 1, sorted.count * 9 / 10)] / 8
  }
}
