/// Why a provider could not do its work; each case says what to do next.
public enum ProviderError: Error, Equatable, Sendable {
  /// Cannot be used as configured (a missing model file, a wrong key): tell the operator, do not retry.
  case misconfigured(String)
  /// Has no capacity right now: refuse new work, retry later.
  case overloaded(String)
  /// Failed at this piece of work: retry, then fail over.
  case failed(String)
}

extension ProviderError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .misconfigured(let reason): "misconfigured: \(reason)"
    case .overloaded(let reason): "overloaded: \(reason)"
    case .failed(let reason): "failed: \(reason)"
    }
  }
}
