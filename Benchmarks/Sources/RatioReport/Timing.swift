public import Foundation

/// What one benchmark took, read from the JMH-like JSON that `swift package benchmark --format jmh` writes.
public struct Timing: Equatable, Sendable {
  public var name: String
  /// The median time of one operation in nanoseconds.
  public var nanoseconds: Double

  public init(name: String, nanoseconds: Double) {
    self.name = name
    self.nanoseconds = nanoseconds
  }

  /// Operations of one sample, unless the benchmark's name begins with `batch of N: `.
  static let operationsPerSample = 1_000.0

  /// Reads a whole export. Microseconds of a sample there, nanoseconds of an operation here.
  public static func read(_ json: Data) throws(RatioError) -> [Timing] {
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
      let (name, operations) = batch(element.name)
      return Timing(name: name, nanoseconds: time * 1_000 / operations)
    }
  }

  private static func batch(_ name: String) -> (name: String, operations: Double) {
    guard let match = name.prefixMatch(of: #/batch of ([1-9][0-9]{0,5}): /#), let size = Double(match.1)
    else {
      return (name, operationsPerSample)
    }
    return (String(name[match.range.upperBound...]), size)
  }

  private struct Element: Decodable {
    struct Metric: Decodable { var scorePercentiles: [String: Double] }

    var benchmark: String
    var secondaryMetrics: [String: Metric]

    /// `package.benchmark.<target>.<name>`, with underscores for the name's spaces.
    var name: String {
      let parts = benchmark.split(separator: ".", maxSplits: 3)
      return parts.count == 4 ? String(parts[3].replacing("_", with: " ")) : benchmark
    }
  }
}
