public import Audio

/// How a `MediaLoop` listens, connects and paces itself.
public struct MediaLoopOptions: Sendable {
  /// Where to listen.
  public struct Endpoint: Equatable, Sendable {
    /// A numeric address; empty is every IPv4 address of the machine, `::` every address.
    public var address: String
    /// 0 lets the system choose; `MediaLoop.port` tells which.
    public var port: Int

    public var sharing: Sharing

    /// Whether several loops of this process listen on the port; the kernel then spreads the connections.
    public enum Sharing: Equatable, Sendable {
      case alone
      /// The first of them, which makes sure that nobody else has the port.
      case first
      case further
    }

    public init(address: String = "", port: Int, sharing: Sharing = .alone) {
      self.address = address
      self.port = port
      self.sharing = sharing
    }
  }

  /// A certificate chain and its key, in PEM files.
  public struct Identity: Equatable, Sendable {
    public var certificatePath: String
    public var keyPath: String

    public init(certificatePath: String, keyPath: String) {
      self.certificatePath = certificatePath
      self.keyPath = keyPath
    }
  }

  /// Whose certificates `connect` believes.
  public enum Trust: Equatable, Sendable {
    case system
    /// The system's and those in a PEM file.
    case authority(path: String)
    /// Anybody's: only for tests against oneself.
    case anything
  }

  /// The thread's name; Linux shows 15 bytes.
  public var name: String
  /// `nil`: a client only.
  public var listen: Endpoint?
  /// With one, the loop speaks `wss` (TLS 1.2 and 1.3) and nothing else.
  public var identity: Identity?
  public var trust = Trust.system
  /// A longer message closes its connection with code 1009.
  public var maxMessageBytes = 2 << 20
  /// Open connections of either side; accepted ones beyond it are answered 503.
  public var maxConnections = 4096
  /// Accepted sockets that have not upgraded; those beyond it are closed unheard. Fewer when the
  /// descriptor limit leaves no room for them beside the connections.
  public var maxHandshakes = 4096
  /// How long a socket may take to upgrade, in whole seconds, at least 1; also how long `connect` may take.
  public var handshakeTimeoutSeconds = 10
  /// How often each connection is pinged; one that let three pings pass in utter silence is given up. At
  /// least 1 s.
  public var pingInterval: MediaTime? = .seconds(25 as Int64)
  /// Under load the loop takes all that is ready and then sleeps to the next beat of this period.
  public var sweepPeriod = MediaTime.milliseconds(5)
  /// Whether connections through a proxy can be asked for; within this module only.
  var takesProxies = false
  /// Subtracted from CLOCK_MONOTONIC (nanoseconds) to give the `now` of `sweepEnded(at:)`.
  public var clockOrigin = MediaTime.zero

  public init(name: String = "media", listen: Endpoint? = nil, identity: Identity? = nil) {
    self.name = name
    self.listen = listen
    self.identity = identity
  }
}
