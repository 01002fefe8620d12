import Foundation

/// Small sums that several parts of the turn-taking bench need.
enum TurnsMath {
  static func factor(decibels: Double) -> Double { pow(10, decibels / 20) }

  /// The value below which `share` of `values` lie; nil of none.
  static func quantile(_ values: [Double], _ share: Double) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  /// Plays samples `step` times as fast, with a Hann-windowed sinc that keeps what both rates can hold.
  static func stretch(_ samples: [Int16], step: Double) -> [Int16] {
    let cutoff = 0.475 * min(1, 1 / step)
    let reach = 16 * max(1, step)
    return (0..<Int(Double(samples.count) / step)).map { index in
      let position = Double(index) * step
      let low = max(0, Int((position - reach).rounded(.up)))
      let high = min(samples.count - 1, Int(position + reach))
      var sum = 0.0
      for at in low...max(low, high) where at < samples.count {
        let distance = Double(at) - position
        let sinc = abs(distance) < 1e-9 ? 2 * cutoff : sin(2 * .pi * cutoff * distance) / (.pi * distance)
        sum += Double(samples[at]) * sinc * (0.5 + 0.5 * cos(.pi * distance / reach))
      }
      return Int16(max(-32_768, min(32_767, sum.rounded())))
    }
  }
}
