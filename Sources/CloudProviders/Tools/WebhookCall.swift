internal import Audio
internal import Networking
internal import Providers
internal import Synchronization
internal import Wire

/// One request to a tool and its answer.
final class WebhookCall: Cancellable {
  private struct State {
    var status = 0
    var type = ""
    var retryAfter: MediaTime?
    var body: [UInt8] = []
    var exchange: HTTPExchange?
    var isOver = false
  }

  private let state = Mutex(State())
  private let tool: String
  private let answer: @Sendable (ToolAnswer) -> Void

  init(tool: String, _ answer: @escaping @Sendable (ToolAnswer) -> Void) {
    self.tool = tool
    self.answer = answer
  }

  func begin(_ request: HTTPRequest, on loop: ProviderLoop) {
    let exchange = loop.send(request) { self.received($0) }
    let isOver = state.withLock { state in
      state.exchange = exchange
      return state.isOver
    }
    if isOver { exchange.cancel() }
  }

  func cancel() { end()?.cancel() }

  func finish(_ result: ToolAnswer) {
    let isOver = state.withLock { state in
      defer { state.isOver = true }
      return state.isOver
    }
    if !isOver { answer(result) }
  }

  private func end() -> HTTPExchange? {
    state.withLock { state in
      state.isOver = true
      return state.exchange
    }
  }

  private func received(_ event: HTTPEvent) {
    switch event {
    case .head(let status, let headers):
      let values = Dictionary(headers, uniquingKeysWith: { first, _ in first })
      state.withLock { state in
        state.status = status
        state.type = values["content-type"]?.prefix { $0 != ";" }.lowercased() ?? ""
        state.retryAfter = values["retry-after"].flatMap {
          RetryAfter.time($0, wallClock: Vendor.wallClock)
        }
      }
    case .body(let bytes):
      let isEnough = state.withLock { state in
        state.body += bytes
        return state.body.count > ToolUse.longestAnswer
      }
      guard isEnough else { return }
      finish(result())
      end()?.cancel()
    case .finished: finish(result())
    case .failed(let failure): finish(.failed(Self.error(failure, tool)))
    }
  }

  private func result() -> ToolAnswer {
    let (status, type, wait, body) = state.withLock { ($0.status, $0.type, $0.retryAfter, $0.body) }
    let reason = "the tool \(tool) answered with HTTP \(status)"
    let isHTML = type == "text/html" || type == "application/xhtml+xml"
    switch status {
    case 200..<300:
      if isHTML { return .failed(.unusableAnswer("the tool \(tool) answered with a web page")) }
      let isCut = body.count > ToolUse.longestAnswer
      if type == "application/json", !isCut, !body.isEmpty, (try? JSONDocument(body)) == nil {
        return .failed(.unusableAnswer("the tool \(tool) answered with JSON that is none"))
      }
      return .result(Self.text(body))
    case 300..<400: return .failed(.unusableAnswer("\(reason): redirects are not followed"))
    case 401, 403: return .failed(.misconfigured("\(reason): does it know the secret?"))
    case 408, 425: return .failed(.failed(reason))
    case 429: return .failed(.rateLimited(reason, retryAfter: wait))
    case 400..<500: return .declined(isHTML || body.isEmpty ? reason : Self.text(body))
    default: return .failed(.failed(reason))
    }
  }

  /// What the model is shown: as much of it as it may be, and no half a character at its end.
  private static func text(_ body: [UInt8]) -> String {
    guard body.count > ToolUse.longestAnswer else { return String(decoding: body, as: UTF8.self) }
    var end = ToolUse.longestAnswer
    while end > 0, body[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: body[..<end], as: UTF8.self)
  }

  private static func error(_ failure: HTTPFailure, _ tool: String) -> ProviderError {
    let reason = "the tool \(tool): \(failure)"
    return switch failure {
    case .unusable: .misconfigured(reason)
    case .timedOut(.connect): .noProgress(.connecting)
    case .timedOut(.firstByte), .timedOut(.total): .noProgress(.beforeFirst)
    case .timedOut(.betweenBytes): .noProgress(.between)
    case .tooLarge: .unusableAnswer(reason)
    case .refused, .untrusted, .broken, .stopped: .failed(reason)
    }
  }
}
