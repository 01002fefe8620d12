/// One HTTP request, as `ProviderLoop.send` takes it.
public struct HTTPRequest: Sendable {
  /// In upper case: `GET`, `POST`, `HEAD`, ….
  public var method: String
  /// `https://host[:port][/path][?query]` or `http://…`; no user, no fragment.
  public var url: String
  /// Sent as given. Names that decide how the body is framed (`content-length`, `transfer-encoding`,
  /// `connection`) are refused.
  public var headers: [(String, String)]
  public var body: [UInt8]
  public var timeouts: HTTPTimeouts
  public var limits: HTTPLimits
  /// Follows up to five redirects. To another origin go only `accept`, `content-type` and `user-agent` of the
  /// headers, so that no key leaves the origin it belongs to.
  public var followsRedirects = false
  /// Whether the request may be sent a second time when a connection that was kept turns out to be dead before
  /// any answer. `false` always takes a connection of its own: for what must not happen twice.
  public var isRepeatable = true

  public init(
    method: String = "GET", url: String, headers: [(String, String)] = [], body: [UInt8] = [],
    timeouts: HTTPTimeouts = HTTPTimeouts(), limits: HTTPLimits = HTTPLimits()
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
    self.limits = limits
  }
}
