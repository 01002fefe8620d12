/// Why the ratios could not be judged.
public enum RatioError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The export is not what the benchmark tool writes; run `make bench` again.
  case unreadableResults(String)
  /// A line of the thresholds is not `name | floor | ratio`.
  case badThreshold(line: Int, text: String)

  public var description: String {
    switch self {
    case .unreadableResults(let reason): "the results could not be read: \(reason)"
    case .badThreshold(let line, let text):
      "line \(line) of the thresholds is not `name | floor | ratio`: \(text)"
    }
  }
}
