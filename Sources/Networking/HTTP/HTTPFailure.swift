/// Why an exchange did not come to its end. The texts are for logs, without secrets; the cases are for decisions.
public enum HTTPFailure: Error, Equatable, Sendable {
  /// The URL or a header cannot be sent: mend the request.
  case unusable(String)
  /// No connection: name, TCP, proxy or TLS handshake. Nothing was sent, so another attempt is safe.
  case refused(String)
  /// The peer's certificate is not to be believed: mend the address or the authority.
  case untrusted(String)
  /// The phase that took too long.
  case timedOut(HTTPPhase)
  /// The response is larger than the request's limits.
  case tooLarge(String)
  /// The connection was cut, or what came is no HTTP. What was sent may have had its effect.
  case broken(String)
  /// The loop was stopped.
  case stopped
}

extension HTTPFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unusable(let text): "the request cannot be sent: \(text)"
    case .refused(let text): "no connection: \(text)"
    case .untrusted(let text): "the certificate is not trusted: \(text)"
    case .timedOut(let phase): "took too long (\(phase.rawValue))"
    case .tooLarge(let text): "the response is too large: \(text)"
    case .broken(let text): "the response broke off: \(text)"
    case .stopped: "the loop was stopped"
    }
  }
}
