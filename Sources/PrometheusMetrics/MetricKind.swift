/// What a metric's `# TYPE` line says.
public enum MetricKind: String, Sendable, CaseIterable {
  /// Only grows while the process lives.
  case counter
  case gauge
  case histogram
}
