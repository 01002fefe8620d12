import Foundation

@testable import ProviderSimulator

/// A simulator without waiting times, and the authority that its clients trust.
final class RunningSimulator: Sendable {
  static let folder = Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "providersim-\(UUID().uuidString)")
      .path
    try TestCertificates.write(to: folder)
    return folder
  }

  let simulator: ProviderSimulator
  let authority: String

  init(_ faults: String...) throws {
    let folder = try Self.folder.get()
    authority = "\(folder)/ca.pem"
    var options = SimulatorOptions(certificate: "\(folder)/server.pem", key: "\(folder)/server-key.pem")
    options.expiredCertificate = "\(folder)/expired.pem"
    options.expiredKey = "\(folder)/expired-key.pem"
    options.threads = 1
    options.serviceTimes = try ServiceTime.parse("all=0,0")
    options.faults = try faults.map { try Fault(parsing: $0) }
    simulator = try ProviderSimulator(options)
  }

  func stop() { simulator.stop() }

  func client(_ vendor: Vendor? = nil) throws -> RawClient {
    try RawClient(port: vendor.flatMap { simulator.ports[$0] } ?? simulator.port, authority: authority)
  }
}
