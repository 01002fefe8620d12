public import Audio

/// One WebSocket, as `ProviderLoop.open` takes it.
public struct WebSocketRequest: Sendable {
  /// `wss://host[:port][/path][?query]` or `ws://…`.
  public var url: String
  /// Sent with the upgrade. Names that belong to the upgrade itself (`connection`, `sec-websocket-…`) are
  /// refused.
  public var headers: [(String, String)]
  /// For everything until the socket is open: name, TCP, proxy, TLS, upgrade.
  public var connectTimeout: MediaTime
  /// How long the peer may be silent. It is pinged after a quarter of it, so only a peer that does not answer
  /// either is given up, at most a quarter late. `nil`: for ever.
  public var silenceTimeout: MediaTime?
  /// A longer message ends the socket with code 1009 and `tooLarge`.
  public var maxMessageBytes: Int
  /// What may wait to be sent; beyond it `send` answers `false`.
  public var maxQueuedBytes = 4 << 20
  /// Headers of the response to keep in `WebSocketExchange.responseHeaders`, whether it is an upgrade or a refusal.
  public var wantedHeaders = ["x-request-id", "request-id"]

  public init(
    url: String, headers: [(String, String)] = [], connectTimeout: MediaTime = .seconds(5 as Int64),
    silenceTimeout: MediaTime? = .seconds(30 as Int64), maxMessageBytes: Int = 8 << 20
  ) {
    self.url = url
    self.headers = headers
    self.connectTimeout = connectTimeout
    self.silenceTimeout = silenceTimeout
    self.maxMessageBytes = maxMessageBytes
  }
}
