/// What a peer asked for when it opened a WebSocket; on the client's side, what was asked of the peer.
public struct UpgradeRequest: Equatable, Sendable {
  /// The path, percent-decoded, without the query: `/media/telnyx`.
  public var path: String
  /// The query's values by name, percent-decoded; the first of equal names.
  public var query: [String: String]
  public var host: String
  /// Empty when the peer sent none.
  public var userAgent: String
  /// The header `x-telnyx-streaming-auth-token`, raw; `nil` when the peer sent none.
  public var authToken: String?
  /// The peer's numeric address, without its port.
  public var remoteAddress: String
  /// The tag given to `connect`; `nil` on accepted connections.
  public var tag: Int?

  public init(
    path: String, query: [String: String] = [:], host: String = "", userAgent: String = "",
    authToken: String? = nil, remoteAddress: String = "", tag: Int? = nil
  ) {
    self.path = path
    self.query = query
    self.host = host
    self.userAgent = userAgent
    self.authToken = authToken
    self.remoteAddress = remoteAddress
    self.tag = tag
  }
}
