import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The vendors' servers on loopback with TLS: one port for all of them, chosen by path, and a port for each vendor,
/// on which a connection can be refused or shown an expired certificate before any path is known.
public final class ProviderSimulator: Sendable {
  /// The port of all vendors.
  public let port: Int
  /// Each vendor's own port.
  public let ports: [Vendor: Int]
  /// All vendors with an expired certificate, if one was given.
  public let expiredPort: Int?
  public let faults: FaultPlan

  private let context: SimulatorContext
  private let group: MultiThreadedEventLoopGroup
  private let channels: [any Channel]

  /// Listens. Call `stop` in the end.
  public init(_ options: SimulatorOptions) throws(SimulatorError) {
    let lines = try LineLibrary(folders: options.lines)
    let voices = try VoiceBank()
    context = SimulatorContext(options: options, lines: lines, voices: voices)
    faults = context.faults
    let protocols = (options.speaksHTTP2 ? ["h2"] : []) + ["http/1.1"]
    let good = try Self.tls(options.certificate, options.keyFile, protocols)
    var expired: NIOSSLContext?
    if let certificate = options.expiredCertificate, let key = options.expiredKey {
      expired = try Self.tls(certificate, key, protocols)
    }
    group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, options.threads))
    var channels: [any Channel] = []
    do {
      let listener = Listener(
        context: context, good: good, expired: expired, group: group, host: options.host,
        speaksHTTP2: options.speaksHTTP2)
      channels.append(try listener.bind(port: options.port, vendor: nil, isExpired: false))
      for vendor in Vendor.allCases {
        channels.append(try listener.bind(port: 0, vendor: vendor, isExpired: false))
      }
      if expired != nil { channels.append(try listener.bind(port: 0, vendor: nil, isExpired: true)) }
    } catch {
      try? group.syncShutdownGracefully()
      throw .cannotListen(port: options.port, reason: "\(error)")
    }
    self.channels = channels
    let numbers = channels.map { $0.localAddress?.port ?? 0 }
    port = numbers[0]
    ports = Dictionary(uniqueKeysWithValues: zip(Vendor.allCases, numbers[1...]))
    expiredPort = expired == nil ? nil : numbers.last
  }

  /// What `GET /sim/state` tells.
  public var state: String { context.tally.json }

  /// Does a fault to all connections that are open.
  public func strike(_ fault: Fault) { context.open.strike(fault) }

  /// Closes all ports and connections. Blocks until that is done.
  public func stop() {
    for channel in channels { channel.close(promise: nil) }
    context.open.strike(Fault(vendor: nil, kind: .close))
    try? group.syncShutdownGracefully()
  }

  private static func tls(
    _ certificate: String, _ key: String, _ protocols: [String]
  ) throws(SimulatorError) -> NIOSSLContext {
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(certificate).map {
        NIOSSLCertificateSource.certificate($0)
      }
      let secret = try NIOSSLPrivateKey(file: key, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain, privateKey: .privateKey(secret))
      configuration.applicationProtocols = protocols
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw .certificate("\(certificate), \(key): \(error)")
    }
  }
}
