import Foundation

/// A report that prints itself in columns.
protocol TextTable {}

extension TextTable {
  /// With so many digits behind the point.
  func fixed(_ value: Double, _ digits: Int = 1) -> String {
    value.formatted(
      .number.precision(.fractionLength(digits)).grouping(.never).locale(Locale(identifier: "en_US")))
  }

  /// A cell with its text at the left.
  func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// A cell with space at its left.
  func left(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
