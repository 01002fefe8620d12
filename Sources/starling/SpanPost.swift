import Audio
import Networking
import Synchronization
import Telemetry

/// Sends spans over the engine's own HTTP client.
final class SpanPost: Sendable {
  private struct Answer {
    var status = 0
    var headers: [(String, String)] = []
    var body: [UInt8] = []
  }
  private let loop: ProviderLoop

  init() throws(NetworkingError) {
    var options = ProviderLoopOptions()
    options.name = "spans"
    loop = try ProviderLoop(options)
  }

  func send(_ request: ExportRequest, _ completion: @escaping @Sendable (ExportResponse) -> Void) {
    let headers =
      [("content-type", "application/json")] + request.headers.map { ($0.name, $0.value.revealed) }
    let timeouts = HTTPTimeouts(
      connect: min(.seconds(5 as Int64), request.timeout), firstByte: request.timeout,
      betweenBytes: request.timeout, total: request.timeout)
    let answer = Mutex(Answer())
    loop.send(
      HTTPRequest(
        method: "POST", url: request.url, headers: headers, body: request.body, timeouts: timeouts,
        limits: HTTPLimits(headerBytes: 64 << 10, bodyBytes: 64 << 10))
    ) { event in
      switch event {
      case .head(let status, let headers):
        answer.withLock {
          $0.status = status
          $0.headers = headers
        }
      case .body(let bytes): answer.withLock { $0.body += bytes }
      case .finished:
        let answer = answer.withLock { $0 }
        completion(.answered(status: answer.status, headers: answer.headers, body: answer.body))
      case .failed(let failure): completion(.failed("\(failure)"))
      }
    }
  }

  func stop() { loop.stop() }
}
