public import Audio

/// Why a WebSocket did not open, or ended without a close frame.
public struct WebSocketFailure: Error, Equatable, Sendable {
  public enum Cause: String, Equatable, Sendable {
    /// The URL or a header cannot be sent: mend the request.
    case unusable
    /// No connection: name, TCP, proxy or TLS handshake. Another attempt is safe.
    case refused
    /// The peer's certificate is not to be believed.
    case untrusted
    /// The peer answered the upgrade with another status; see `status` and `retryAfter`.
    case rejected
    /// Not open within `connectTimeout`.
    case timedOut
    /// Nothing came for `silenceTimeout`.
    case silent
    /// A message was longer than `maxMessageBytes`.
    case tooLarge
    /// The connection was cut, or what came is no WebSocket protocol or no UTF-8.
    case broken
    /// The loop was stopped.
    case stopped
  }

  public var cause: Cause
  /// The HTTP status of a refused upgrade.
  public var status: Int?
  /// The peer's wish for the time until another attempt, where it gave one in seconds.
  public var retryAfter: MediaTime?
  /// For logs.
  public var reason: String

  public init(_ cause: Cause, status: Int? = nil, retryAfter: MediaTime? = nil, reason: String = "") {
    self.cause = cause
    self.status = status
    self.retryAfter = retryAfter
    self.reason = reason
  }

  /// What the library said about a connection that did not come about.
  init(_ failure: ConnectFailure) {
    if let flaw = failure.certificateFlaw {
      self.init(.untrusted, reason: flaw)
    } else if let status = failure.status, status != 101 {
      let seconds = failure.headers["retry-after"].flatMap { Int64($0) }
      self.init(
        .rejected, status: status,
        retryAfter: seconds.flatMap { (0...86_400).contains($0) ? MediaTime.seconds($0) : nil },
        reason: "the upgrade was answered with \(status)")
    } else {
      self.init(Self.isAfterConnecting(failure.reason) ? .broken : .refused, reason: failure.reason)
    }
  }

  /// The library's words for what went wrong once the request was out.
  private static func isAfterConnecting(_ reason: String) -> Bool {
    reason.hasPrefix("HS:") || ["Peer hung up", "read failed", "problems parsing header"].contains(reason)
  }
}

extension WebSocketFailure: CustomStringConvertible {
  public var description: String { reason.isEmpty ? cause.rawValue : "\(cause.rawValue): \(reason)" }
}
