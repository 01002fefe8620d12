import Foundation
import ProviderSimulator

/// providersim as a program of its own, and what an engine needs to believe it.
final class VendorsProcess {
  /// The file of an agent that uses Deepgram, Anthropic and Cartesia, with nobody to take over.
  let agent: String
  private(set) var environment: [String: String] = [:]
  private let process = Process()

  /// Starts it on a free port and waits until it serves.
  ///
  /// - Parameter folder: for certificates and the agent's file.
  init(_ program: String, folder: String, lines: String) throws(LoadFailure) {
    agent = "\(folder)/agent.yaml"
    let pki = "\(folder)/pki"
    do {
      try TestCertificates.write(to: pki)
      try Self.agentFile.write(toFile: agent, atomically: true, encoding: .utf8)
    } catch {
      throw LoadFailure("cannot make certificates or the agent's file in \(folder): \(error)")
    }
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["--certificates", pki, "--lines", lines, "--http2"]
    let output = Pipe()
    process.standardOutput = output
    do {
      try process.run()
    } catch {
      throw LoadFailure("cannot run \(program): \(error.localizedDescription)")
    }
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let digits = line.split(separator: ":").dropFirst().first?.prefix(while: \.isNumber),
      let port = Int(digits)
    else {
      stop()
      throw LoadFailure("\(program) named no port: \(line)")
    }
    environment = ProviderSimulator.environment(
      address: "https://127.0.0.1:\(port)", authority: "\(pki)/ca.pem")
  }

  var identifier: Int32 { process.processIdentifier }

  func stop() {
    guard process.isRunning else { return }
    process.terminate()
    process.waitUntilExit()
  }

  private static let agentFile = """
    name: Anna
    company: Example Solar
    persona: |
      You are Anna of Example Solar. Find out what is needed.
      Do you have two minutes? What are you hoping to get done? When would you like to start? What budget do you have in mind?
    greeting: "Hello, this is {agent} from {company}."
    providers:
      recogniser:
        - {vendor: deepgram, model: nova-3}
      model:
        - {vendor: anthropic, model: claude-haiku-4-5, max_tokens: 300}
      voice:
        - {vendor: cartesia, model: sonic-3, voice: f786b574-daa5-4673-aa0c-cbe3e8534c02}
    """
}
