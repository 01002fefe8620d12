import ControlPlane
import Foundation
import FoundationNetworking

/// An admin server on a free port with a state of the test's own, and what a client gets from it.
struct RunningAdmin {
  let state: FakeState
  let server: AdminServer

  struct Answer {
    var status: Int
    var headers: [String: String]
    var body: String
    var type: String { headers["content-type"] ?? "" }
  }

  static func run(
    idleTimeout: Duration = .seconds(30), _ body: (RunningAdmin) async throws -> Void
  ) async throws {
    let state = FakeState()
    let server = try await AdminServer.start(
      host: "127.0.0.1", port: 0, state: state, idleTimeout: idleTimeout, metrics: state.registry)
    do {
      try await body(RunningAdmin(state: state, server: server))
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  private init(state: FakeState, server: AdminServer) {
    self.server = server
    self.state = state
  }

  func request(_ path: String, method: String = "GET") async throws -> Answer {
    var request = URLRequest(url: try url(path), timeoutInterval: 20)
    request.httpMethod = method
    let (data, response) = try await URLSession(configuration: .ephemeral).data(for: request)
    guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
    var headers: [String: String] = [:]
    for (name, value) in response.allHeaderFields { headers["\(name)".lowercased()] = "\(value)" }
    return Answer(status: response.statusCode, headers: headers, body: String(decoding: data, as: UTF8.self))
  }

  private func url(_ path: String) throws -> URL {
    guard let url = URL(string: "http://127.0.0.1:\(server.port)\(path)") else { throw URLError(.badURL) }
    return url
  }
}
