/// What a `ProviderLoop` has done since it began, and what is open now.
public struct ProviderLoopStatistics: Equatable, Sendable {
  /// HTTP connections that are open, busy or kept.
  public var openConnections = 0
  /// HTTP connections made for requests so far.
  public var openedConnections = 0
  /// Requests that found their connection ready, of those that ended.
  public var reusedConnections = 0
  /// Requests begun, those to warm a connection not counted.
  public var requests = 0
  /// Requests and warmings under way.
  public var activeRequests = 0
  /// Bytes of bodies.
  public var bytesSent = 0
  public var bytesReceived = 0
  /// WebSockets asked for, open or on the way to it.
  public var activeSockets = 0
  /// WebSockets that opened so far.
  public var openedSockets = 0
}
