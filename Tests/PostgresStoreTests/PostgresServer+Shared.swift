import Foundation

extension PostgresServer {
  /// Started once, by the first test that needs it; stopped when the process ends.
  static let shared: Result<PostgresServer, any Error> = Result {
    let server = try PostgresServer()
    atexit { if case .success(let server) = PostgresServer.shared { server.remove() } }
    return server
  }
}
