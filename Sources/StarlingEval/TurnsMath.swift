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
}
