/// A metric with all its series, as it stands.
public struct MetricFamily: Sendable, Equatable {
  /// As the text format allows it: other characters have become `_`, and a counter ends in `_total`.
  public let name: String
  public let kind: MetricKind
  /// One sentence for people.
  public let help: String
  public var samples: [MetricSample]

  public init(_ name: String, _ kind: MetricKind, help: String, _ samples: [MetricSample]) {
    self.name = MetricName.metric(name, kind: kind)
    self.kind = kind
    self.help = help
    self.samples = samples
  }

  public static func counter(_ name: String, _ help: String, _ value: Int) -> MetricFamily {
    MetricFamily(name, .counter, help: help, [MetricSample(value)])
  }

  public static func counter(_ name: String, _ help: String, _ samples: [MetricSample]) -> MetricFamily {
    MetricFamily(name, .counter, help: help, samples)
  }

  public static func gauge(_ name: String, _ help: String, _ value: Double) -> MetricFamily {
    MetricFamily(name, .gauge, help: help, [MetricSample(value)])
  }

  public static func gauge(_ name: String, _ help: String, _ value: Int) -> MetricFamily {
    gauge(name, help, Double(value))
  }

  public static func gauge(_ name: String, _ help: String, _ samples: [MetricSample]) -> MetricFamily {
    MetricFamily(name, .gauge, help: help, samples)
  }

  public static func histogram(_ name: String, _ help: String, _ value: HistogramSnapshot) -> MetricFamily {
    MetricFamily(name, .histogram, help: help, [MetricSample(value)])
  }

  public static func histogram(_ name: String, _ help: String, _ samples: [MetricSample]) -> MetricFamily {
    MetricFamily(name, .histogram, help: help, samples)
  }
}
