/// Why a run's figures could not be read.
public enum LoadReportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// callsim's result is not one JSON object. Run callsim by hand with the same options to see why.
  case unreadableResult(String)

  public var description: String {
    switch self {
    case .unreadableResult(let reason): "callsim's result could not be read: \(reason)"
    }
  }
}
