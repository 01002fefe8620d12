internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Synchronization

/// The admin port: health, metrics and live calls over HTTP.
///
/// | path | answer |
/// |---|---|
/// | `/livez` | 200 while the process runs |
/// | `/readyz` | 200 while new calls are taken, else 503 with the reason |
/// | `/calls` | live calls as JSON |
/// | `/metrics` | Prometheus text |
///
/// Runs on threads of its own and never touches a media thread.
public final class AdminServer: Sendable {
  private let task: Task<Void, Never>
  private let bound: Mutex<Int?>

  /// Opens the port and serves until `stop`.
  ///
  /// - Parameter port: 0 picks a free one.
  /// - Throws: `AdminServerError` when the port cannot be had.
  public static func start(host: String, port: Int, state: any AdminState) async throws(AdminServerError)
    -> AdminServer
  {
    let (started, continuation) = AsyncStream.makeStream(of: Result<Int, AdminServerError>.self)
    let task = Task {
      do {
        var logger = Logger(label: "admin")
        logger.logLevel = .critical
        let application = Application(
          router: router(state), configuration: .init(address: .hostname(host, port: port)),
          onServerRunning: { channel in continuation.yield(.success(channel.localAddress?.port ?? port)) },
          logger: logger)
        try await application.run()
      } catch {
        continuation.yield(.failure(.cannotListen(host: host, port: port, reason: "\(error)")))
      }
    }
    for await result in started {
      return AdminServer(task: task, port: try result.get())
    }
    throw .cannotListen(host: host, port: port, reason: "the server ended at once")
  }

  private init(task: Task<Void, Never>, port: Int) {
    self.task = task
    bound = Mutex(port)
  }

  public var port: Int { bound.withLock { $0 ?? 0 } }

  public func stop() async {
    task.cancel()
    await task.value
  }

  private static func router(_ state: any AdminState) -> Router<BasicRequestContext> {
    let router = Router()
    router.get("/livez") { _, _ in text("ok\n") }
    router.get("/readyz") { _, _ in
      if let reason = state.refusal { return text("\(reason)\n", status: .serviceUnavailable) }
      return text("ok\n")
    }
    router.get("/calls") { _, _ in
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let body = try encoder.encode(state.calls)
      return text(String(decoding: body, as: UTF8.self) + "\n", type: "application/json")
    }
    router.get("/metrics") { _, _ in text(state.metrics, type: "text/plain; version=0.0.4; charset=utf-8") }
    return router
  }

  private static func text(
    _ body: String, status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8"
  ) -> Response {
    Response(
      status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: body)))
  }
}
