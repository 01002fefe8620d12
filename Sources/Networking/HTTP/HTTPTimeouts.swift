public import Audio

/// How long each part of an exchange may take. A redirect begins anew with `connect`.
public struct HTTPTimeouts: Equatable, Sendable {
  /// Until a connection is ready to take the request: name, TCP, proxy, TLS, or the wait for a place.
  public var connect: MediaTime
  /// From then to the whole head of the response.
  public var firstByte: MediaTime
  /// Between two parts of the body.
  public var betweenBytes: MediaTime
  /// For everything, from `send` on; `nil`: no limit of its own.
  public var total: MediaTime?

  public init(
    connect: MediaTime = .seconds(5 as Int64), firstByte: MediaTime = .seconds(30 as Int64),
    betweenBytes: MediaTime = .seconds(30 as Int64), total: MediaTime? = nil
  ) {
    self.connect = connect
    self.firstByte = firstByte
    self.betweenBytes = betweenBytes
    self.total = total
  }

  func limit(of phase: HTTPPhase) -> MediaTime {
    switch phase {
    case .connect: connect
    case .firstByte: firstByte
    case .betweenBytes: betweenBytes
    case .total: total ?? .distantFuture
    }
  }
}
