public import Foundation

/// What one benchmark took, read from the JMH-like JSON that `swift package benchmark --format jmh` writes.
public struct Measurement: Equatable, Sendable {
  public var name: String
  /// The median time of one operation in nanoseconds.
  public var nanoseconds: Double

  public init(name: String, nanoseconds: Double) {
    self.name = name
    self.nanoseconds = nanoseconds
  }

  /// Operations of one sample: what every benchmark of this package does.
  static let operationsPerSample = 1_000.0

  /// Reads a whole export. Microseconds of a sample there, nanoseconds of an operation here.
  public static func read(_ json: Data) throws(RatioError) -> [Measurement] {
    let elements: [Element]
    do {
      elements = try JSONDecoder().decode([Element].self, from: json)
    } catch {
      throw .unreadableResults("\(error)")
    }
    return elements.compactMap { element in
      guard let time = element.secondaryMetrics["Time (wall clock)"]?.scorePercentiles["50.0"] else {
        return nil
      }
      return Measurement(name: element.name, nanoseconds: time * 1_000 / operationsPerSample)
    }
  }

  private struct Element: Decodable {
    struct Metric: Decodable { var scorePercentiles: [String: Double] }

    var benchmark: String
    var secondaryMetrics: [String: Metric]

    /// `package.benchmark.<target>.<name>`, with underscores for the name's spaces.
    var name: String {
      benchmark.split(separator: ".", maxSplits: 3).last.map { String($0.replacing("_", with: " ")) } ?? ""
    }
  }
}
