import Foundation
import ProviderSimulator

/// The vendors' servers, simulated in this process, and what a program needs to believe them.
final class SimulatedVendors: Sendable {
  let simulator: ProviderSimulator
  let environment: [String: String]
  /// The fixtures' cloud agent, with its tool at the simulator's port.
  let agent: String
  private let folder: String

  /// - Parameters:
  ///   - faults: as `providersim --fault` takes them.
  ///   - keys: those that are not `sim-key`; an empty one is as none.
  init(_ faults: [String] = [], keys: [String: String] = [:], edit: (String) -> String = { $0 }) throws {
    let folder = NSTemporaryDirectory() + "starling-vendors-\(UUID().uuidString)"
    self.folder = folder
    try TestCertificates.write(to: folder)
    var options = SimulatorOptions(certificate: "\(folder)/server.pem", key: "\(folder)/server-key.pem")
    options.faults = try faults.map { try Fault(parsing: $0) }
    options.lines = ["fixtures/callers"]
    simulator = try ProviderSimulator(options)
    let address = "https://127.0.0.1:\(simulator.port)"
    var environment = ProviderSimulator.environment(
      address: address, authority: "\(folder)/ca.pem", keys: keys)
    environment["BOOKING_SECRET"] = keys["BOOKING_SECRET"] ?? "simulated-secret"
    self.environment = environment
    agent = "\(folder)/agent.yaml"
    let file = try String(contentsOfFile: "fixtures/agents/cloud-qualification.yaml", encoding: .utf8)
    try edit(file.replacingOccurrences(of: "https://127.0.0.1:8443/", with: address + "/")).write(
      toFile: agent, atomically: true, encoding: .utf8)
  }

  deinit {
    simulator.stop()
    try? FileManager.default.removeItem(atPath: folder)
  }

  var url: String { "https://127.0.0.1:\(simulator.port)" }

  /// What the simulator keeps of `traces` or `webhooks`: the list that its page `/sim/…` is.
  func told(_ page: String) throws -> (text: String, items: [[String: Any]]) {
    let curl = Process()
    let output = Pipe()
    curl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    curl.arguments = [
      "curl", "-sS", "--noproxy", "*", "--cacert", "\(folder)/ca.pem", "\(url)/sim/\(page)",
    ]
    curl.standardOutput = output
    try curl.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    curl.waitUntilExit()
    let items = try JSONSerialization.jsonObject(with: data) as? [[String: Any]]
    return (String(decoding: data, as: UTF8.self), items ?? [])
  }

  /// To `starling serve`, `demo` or `doctor`.
  var flags: [String] { ["--providers", "embedded", "--agent", agent, "--prices", "fixtures/prices.yaml"] }
}
