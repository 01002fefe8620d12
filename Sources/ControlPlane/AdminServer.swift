public import CoreMetrics
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore

/// The admin port: health, metrics and live calls over HTTP.
///
/// | path | answer |
/// |---|---|
/// | `/livez` | 200 while all of the engine's threads turn, else 503 with the name of the one that is stuck |
/// | `/readyz` | 200 while new calls are taken, else 503 with the reason |
/// | `/calls` | live calls as JSON |
/// | `/metrics` | Prometheus text |
///
/// Runs on threads of its own and never touches a media thread. A client that sends nothing, or reads nothing, for
/// `idleTimeout` is let go, and there are at most `maxConnections`. Requests are counted through swift-metrics as
/// `starling_admin_requests_total{page,status}`.
public final class AdminServer: Sendable {
  /// Connections at a time; further ones wait.
  public static let maxConnections = 128

  /// The port that was bound.
  public let port: Int
  private let task: Task<Void, Never>

  /// Opens the port and serves until `stop`.
  ///
  /// - Parameters:
  ///   - port: 0 picks a free one.
  ///   - idleTimeout: how long a client may do nothing.
  ///   - metrics: where requests are counted; nil for the process's own backend.
  /// - Throws: `AdminServerError` when the port cannot be had.
  public static func start(
    host: String, port: Int, state: any AdminState, idleTimeout: Duration = .seconds(30),
    metrics: (any MetricsFactory)? = nil
  ) async throws(AdminServerError) -> AdminServer {
    let (started, continuation) = AsyncStream.makeStream(of: Result<Int, AdminServerError>.self)
    let responder = responder(state, metrics ?? MetricsSystem.factory)
    let task = Task {
      do {
        var logger = Logger(label: "admin")
        logger.logLevel = .critical
        let application = Application(
          responder: responder,
          server: .http1(
            configuration: .init(idleTimeout: TimeAmount(idleTimeout))),
          configuration: .init(
            address: .hostname(host, port: port),
            availableConnectionsDelegate: MaximumAvailableConnections(maxConnections)),
          onServerRunning: { channel in continuation.yield(.success(channel.localAddress?.port ?? port)) },
          logger: logger)
        try await application.run()
      } catch {
        continuation.yield(.failure(.cannotListen(host: host, port: port, reason: "\(error)")))
      }
      continuation.finish()
    }
    for await result in started {
      return AdminServer(task: task, port: try result.get())
    }
    throw .cannotListen(host: host, port: port, reason: "the server ended at once")
  }

  private init(task: Task<Void, Never>, port: Int) {
    self.task = task
    self.port = port
  }

  /// Ends the connections and returns when the port is free again.
  public func stop() async {
    task.cancel()
    await task.value
  }

  private static func responder(
    _ state: any AdminState, _ metrics: any MetricsFactory
  ) -> CallbackResponder<BasicRequestContext> {
    CallbackResponder { request, _ in
      let response = AdminPage.answer(request.method, request.uri.path, state)
      // The path is the client's to choose, so an unknown one is no label.
      let page = AdminPage(rawValue: request.uri.path)?.rawValue ?? "unknown"
      Counter(
        label: "starling_admin_requests",
        dimensions: [("page", page), ("status", "\(response.status.code)")],
        factory: metrics
      ).increment()
      return response
    }
  }
}
