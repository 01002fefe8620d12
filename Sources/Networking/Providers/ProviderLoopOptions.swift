public import Audio
internal import Glibc

/// How a `ProviderLoop` connects.
public struct ProviderLoopOptions: Sendable {
  /// The threads' name; Linux shows 15 bytes.
  public var name = "providers"
  /// A PEM file with certificates to believe besides the system's. From the environment: `STARLING_PROVIDER_CA`.
  public var authorityPath: String?
  public var proxies: ProxyRules
  /// HTTP connections to one host; requests beyond them wait, within their `connect` time.
  public var maxConnectionsPerHost = 256
  /// Requests that share an HTTP/2 connection at a time, if the peer allows as many. A connection that breaks takes all of
  /// them along, and servers close one on which many requests are cancelled in a short time, as replies begun too early
  /// are.
  public var maxStreamsPerConnection = 32
  /// HTTP connections kept for later.
  public var maxKeptConnections = 256
  /// How long an unused HTTP connection is kept.
  public var keepsConnections: MediaTime = .seconds(110 as Int64)
  /// Requests under way; those beyond fail as `refused`.
  public var maxRequests = 8192
  /// WebSockets; those beyond fail as `refused`.
  public var maxSockets = 4096
  /// Sent when a request names no `user-agent` of its own.
  public var userAgent = "starling"
  /// Subtracted from CLOCK_MONOTONIC to give `ProviderLoop.now`.
  public var clockOrigin = MediaTime.zero

  /// What the environment says about authorities and proxies, read now.
  public init() {
    authorityPath = Self.variable("STARLING_PROVIDER_CA")
    proxies = .environment
  }

  static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }
}
