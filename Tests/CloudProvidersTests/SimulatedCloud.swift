import CloudProviders
import Conversation
import Foundation
import Networking
import ProviderSimulator

/// The vendors' servers, simulated on loopback with TLS, and a registry that believes them.
final class SimulatedCloud: Sendable {
  let simulator: ProviderSimulator
  let loop: ProviderLoop
  let registry: CloudRegistry
  private let ownsLoop: Bool

  static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// One authority for all tests of a process.
  private static let certificates: String = {
    let folder = NSTemporaryDirectory() + "starling-cloud-\(UUID().uuidString)"
    try? TestCertificates.write(to: folder)
    return folder
  }()

  /// A loop that believes the simulated vendors.
  static func makeLoop() throws -> ProviderLoop {
    var options = ProviderLoopOptions()
    options.authorityPath = "\(certificates)/ca.pem"
    options.proxies = .none
    return try ProviderLoop(options)
  }

  /// - Parameters:
  ///   - faults: as `providersim --fault` takes them.
  ///   - loop: of several clouds; nil: one of its own.
  init(
    _ faults: [String] = [], key: String = "sim-key", lines: Bool = false, slow: Bool = false,
    http2: Bool = false, loop: ProviderLoop? = nil
  ) throws {
    let folder = Self.certificates
    var options = SimulatorOptions(certificate: "\(folder)/server.pem", key: "\(folder)/server-key.pem")
    options.expiredCertificate = "\(folder)/expired.pem"
    options.expiredKey = "\(folder)/expired-key.pem"
    options.faults = try faults.map { try Fault(parsing: $0) }
    options.speaksHTTP2 = http2
    if !slow { options.serviceTimes = try ServiceTime.parse("all=0,0") }
    if lines { options.lines = ["\(Self.repository)/fixtures/callers"] }
    simulator = try ProviderSimulator(options)
    ownsLoop = loop == nil
    self.loop = try loop ?? Self.makeLoop()
    var environment = [
      "DEEPGRAM_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "CARTESIA_API_KEY", "ELEVENLABS_API_KEY",
    ].reduce(into: [String: String]()) { $0[$1] = key }
    let isExpired = faults.contains { $0.contains("expired-certificate") }
    let port = isExpired ? simulator.expiredPort ?? 0 : simulator.port
    let address = "https://127.0.0.1:\(port)"
    for vendor in ["DEEPGRAM", "ANTHROPIC", "CARTESIA", "ELEVENLABS"] {
      environment["STARLING_\(vendor)_URL"] = address
    }
    environment["STARLING_OPENAI_URL"] = address + "/v1"
    registry = CloudRegistry(loop: self.loop, environment: environment)
  }

  deinit {
    if ownsLoop { loop.stop() }
    simulator.stop()
  }
}
