/// How a simulator is set up.
public struct SimulatorOptions: Sendable {
  public var host = "127.0.0.1"
  /// 0: any free one.
  public var port = 0
  /// PEM files.
  public var certificate: String
  public var keyFile: String
  /// An expired certificate of the same authority, for the fault of that name.
  public var expiredCertificate: String?
  public var expiredKey: String?
  /// The only key that is accepted, for every vendor.
  public var key = "sim-key"
  public var seed: UInt64 = 1
  public var faults: [Fault] = []
  public var serviceTimes: [ServiceTime.Stage: ServiceTime] = [:]
  /// Folders with a `script.json` each, or a folder of such.
  public var lines: [String] = []
  public var threads = 2
  /// Offers HTTP/2 to those that speak it. A fault then ends one stream, and not the connection.
  public var speaksHTTP2 = false

  public init(certificate: String, key: String) {
    self.certificate = certificate
    keyFile = key
  }
}
