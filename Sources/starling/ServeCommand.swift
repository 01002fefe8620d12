import ArgumentParser
import CallEngine
import ControlPlane
import CoreMetrics
import Foundation
import Networking
import PrometheusMetrics
import Settings

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Take calls.",
    discussion: """
      Opens the media port, prints its WebSocket URL and the TeXML that points a Telnyx number at it, and runs
      until SIGTERM or SIGINT: then it takes no new calls, lets those that run finish (at most
      --drain-timeout), and exits 0. A second signal ends them at once; what was said is stored either way: it is in
      the journal under --data-dir, from where the database gets it now or at the next start.

      EXAMPLES
        starling serve
        starling serve --port 3650 --public-url wss://voice.example.com --media-token "$TOKEN"
        starling serve --providers simulated --max-calls 1000
      """)

  @Flag(help: "Show every conversation in the terminal while it happens.") var live = false
  @OptionGroup(title: "Settings") var flags: SettingsFlags

  func run() async throws {
    let settings = try ServerAssembly.settings(flags)
    ServerLog.install(settings)
    NetworkingLog.send(to: { Terminal.complain("warning: networking: \($0)") })
    defer { ServerLog.flush() }
    let signals = SignalWatch([SIGTERM, SIGINT])
    let server = try ServerAssembly(settings, observer: live ? LiveView(showsCallID: true) : nil)
    server.telemetry.bootstrap()
    try server.checkVendors()
    let port = try server.start()
    let admin = try await openAdminPort(settings, server)
    announce(settings, port: port, adminPort: admin.port)
    server.engine.warmSpeech()
    await signals.next()
    let running = server.engine.gate.liveCalls
    Terminal.complain("draining: no new calls, \(running) still running, at most \(settings.drainTimeout)")
    server.engine.drain()
    await server.waitForCalls(atMost: settings.drainTimeout, orUntil: signals)
    server.stop()
    await admin.stop()
    Terminal.complain("stopped")
  }

  private func openAdminPort(
    _ settings: ResolvedSettings, _ server: ServerAssembly
  ) async throws -> AdminServer {
    let registry = PrometheusRegistry()
    MetricsSystem.bootstrap(registry)
    let state = EngineAdminState(
      engine: server.engine, records: server.records, retention: server.retention,
      telemetry: server.telemetry, cloud: server.cloud, registry: registry)
    do throws(AdminServerError) {
      return try await AdminServer.start(
        host: settings.adminHost, port: settings.adminPort, state: state, metrics: registry)
    } catch {
      server.stop()
      throw CommandFailure.failed("\(error)")
    }
  }

  private func announce(_ settings: ResolvedSettings, port: Int, adminPort: Int) {
    let connection = TelnyxConnection(settings, port: port)
    Terminal.say("media stream  \(connection.socketURL)")
    Terminal.say("admin         http://\(settings.adminHost):\(adminPort)/readyz /livez /calls /metrics")
    Terminal.say("\nTeXML for a Telnyx number:\n\(connection.texml)")
    for note in connection.notes { Terminal.say("note: \(note)") }
    Terminal.say("\nready")
  }
}
