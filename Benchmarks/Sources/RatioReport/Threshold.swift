/// What a benchmark is held against.
public struct Threshold: Equatable, Sendable {
  public var name: String
  /// The name of the floor's own benchmark.
  public var floor: String
  /// The most times the floor that passes.
  public var mostRatio: Double

  public init(name: String, floor: String, mostRatio: Double) {
    self.name = name
    self.floor = floor
    self.mostRatio = mostRatio
  }

  /// Reads lines of `name | floor | ratio`; empty ones and those that start with `#` say nothing.
  public static func read(_ text: String) throws(RatioError) -> [Threshold] {
    var thresholds: [Threshold] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = trimmed(line)
      if line.isEmpty || line.hasPrefix("#") { continue }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
      guard cells.count == 3, let ratio = Double(cells[2]), ratio > 0, ratio.isFinite else {
        throw .badThreshold(line: index + 1, text: line)
      }
      thresholds.append(Threshold(name: cells[0], floor: cells[1], mostRatio: ratio))
    }
    return thresholds
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
