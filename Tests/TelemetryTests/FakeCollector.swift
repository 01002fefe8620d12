import Foundation
import Synchronization
import Telemetry

/// Stands for a collector and the way to it.
final class FakeCollector: Sendable {
  private struct State {
    var requests: [ExportRequest] = []
    var answers: [ExportResponse?] = []
    var held: [@Sendable (ExportResponse) -> Void] = []
  }
  private let state = Mutex(State())

  /// - Parameter answers: in turn; nil: none ever. After them everything is accepted.
  init(_ answers: [ExportResponse?] = []) { state.withLock { $0.answers = answers } }

  func send(_ request: ExportRequest, _ completion: @escaping @Sendable (ExportResponse) -> Void) {
    let answer = state.withLock { state -> ExportResponse? in
      state.requests.append(request)
      guard !state.answers.isEmpty else { return .answered(status: 200, headers: [], body: []) }
      let answer = state.answers.removeFirst()
      if answer == nil { state.held.append(completion) }
      return answer
    }
    if let answer { completion(answer) }
  }

  var requests: [ExportRequest] { state.withLock { $0.requests } }

  /// The spans of all requests, as they were sent.
  func spans() throws -> [[String: Any]] {
    try requests.flatMap { request -> [[String: Any]] in
      let body = try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
      let resources = body?["resourceSpans"] as? [[String: Any]] ?? []
      return resources.flatMap {
        ($0["scopeSpans"] as? [[String: Any]] ?? []).flatMap { $0["spans"] as? [[String: Any]] ?? [] }
      }
    }
  }
}
