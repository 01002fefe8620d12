import ArgumentParser
import Dispatch
import Foundation
import ProviderSimulator

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "serve", abstract: "Serve until interrupted.")

  @Option(help: "The port of all vendors; 0 is any free one.") var port = 0
  @Option(help: ArgumentHelp("What `providersim certificates` has made.", valueName: "DIR")) var certificates:
    String?
  @Option(help: ArgumentHelp("The server's certificate, PEM.", valueName: "FILE")) var tlsCertificate: String?
  @Option(help: ArgumentHelp("Its key, PEM.", valueName: "FILE")) var tlsKey: String?
  @Option(help: "The only key that is accepted.") var key = "sim-key"
  @Option(help: "Of all that is drawn at random.") var seed: UInt64 = 1
  @Option(help: ArgumentHelp("A fault; may be repeated.", valueName: "VENDOR:FAULT[=VALUE][:AT][:COUNT]"))
  var fault: [String] = []
  @Option(help: ArgumentHelp("A service time in milliseconds; may be repeated.", valueName: "NAME=P50,P95"))
  var latency: [String] = []
  @Option(help: ArgumentHelp("What callers may say: folders with script.json.", valueName: "DIR"))
  var lines: [String] = []
  @Option(help: "Threads that serve.") var threads = 2
  @Flag(name: .customLong("http2"), help: "Offer HTTP/2; a fault then ends one stream, not the connection.")
  var speaksHTTP2 = false

  func run() throws {
    let simulator: ProviderSimulator
    do throws(SimulatorError) {
      simulator = try ProviderSimulator(try options())
    } catch {
      throw ValidationError(error.description)
    }
    FileHandle.standardOutput.write(Data((ready(simulator) + "\n").utf8))
    waitForSignal()
    simulator.stop()
  }

  private func options() throws(SimulatorError) -> SimulatorOptions {
    guard let certificate = tlsCertificate ?? certificates.map({ "\($0)/server.pem" }),
      let secret = tlsKey ?? certificates.map({ "\($0)/server-key.pem" })
    else { throw .certificate("none is given; use --certificates DIR, or --tls-certificate and --tls-key") }
    var options = SimulatorOptions(certificate: certificate, key: secret)
    if let folder = certificates {
      options.expiredCertificate = "\(folder)/expired.pem"
      options.expiredKey = "\(folder)/expired-key.pem"
    }
    options.port = port
    options.key = key
    options.seed = seed
    options.lines = lines
    options.speaksHTTP2 = speaksHTTP2
    options.threads = max(1, min(64, threads))
    for text in fault { options.faults.append(try Fault(parsing: text)) }
    for text in latency {
      for (stage, time) in try ServiceTime.parse(text) { options.serviceTimes[stage] = time }
    }
    return options
  }

  /// One line of JSON.
  private func ready(_ simulator: ProviderSimulator) -> String {
    let ports = simulator.ports.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\"\($0.key.rawValue)\":\($0.value)" }
    let expired = simulator.expiredPort.map(String.init) ?? "null"
    return
      "{\"port\":\(simulator.port),\"ports\":{\(ports.joined(separator: ","))},\"expired_port\":\(expired)}"
  }

  private func waitForSignal() {
    let done = DispatchSemaphore(value: 0)
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { done.signal() }
      source.resume()
      return source
    }
    withExtendedLifetime(sources) { done.wait() }
  }
}
