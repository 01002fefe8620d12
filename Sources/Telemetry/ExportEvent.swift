/// What an operator should know of the export of spans.
public enum ExportEvent: Sendable, Equatable {
  /// Told when the reason changes, not for every attempt.
  case failing(String)
  case recovered
}
