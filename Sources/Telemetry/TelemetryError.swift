/// Why spans cannot be exported as configured.
public enum TelemetryError: Error, Equatable, Sendable {
  /// The variable, and what it wants.
  case unusable(variable: String, wanted: String)
}

extension TelemetryError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unusable(let variable, let wanted): "\(variable) wants \(wanted)"
    }
  }
}
