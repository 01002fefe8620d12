internal import Audio
internal import Networking
internal import Providers
internal import Synchronization
internal import Wire

/// A clause that one of Deepgram's Aura voices speaks.
final class AuraClause: Cancellable {
  private struct State {
    var status = 0
    var retryAfter: MediaTime?
    /// What the response is instead of audio.
    var otherType: String?
    var body: [UInt8] = []
    var exchange: HTTPExchange?
    var isCancelled = false
  }

  private let state = Mutex(State())
  private let output: ClauseOutput
  private let vendor: Vendor

  init(_ output: ClauseOutput, vendor: Vendor) {
    self.output = output
    self.vendor = vendor
  }

  func begin(_ request: HTTPRequest, on loop: ProviderLoop) {
    let exchange = loop.send(request) { self.received($0) }
    let isCancelled = state.withLock { state in
      state.exchange = exchange
      return state.isCancelled
    }
    if isCancelled { exchange.cancel() }
  }

  func cancel() {
    output.cancel()
    state.withLock { state in
      state.isCancelled = true
      return state.exchange
    }?.cancel()
  }

  private func received(_ event: HTTPEvent) {
    switch event {
    case .head(let status, let headers): note(status, headers)
    case .body(let bytes):
      let isAudio = state.withLock { state in
        if state.otherType != nil, state.body.count < 1 << 16 { state.body += bytes }
        return state.otherType == nil
      }
      if isAudio { output.audio(bytes) }
    case .finished:
      if let error = refusal() { output.fail(error) } else { output.finish() }
    case .failed(let failure): output.fail(vendor.failure(failure))
    }
  }

  private func note(_ status: Int, _ headers: [(String, String)]) {
    let values = Dictionary(headers, uniquingKeysWith: { first, _ in first })
    let type = values["content-type"]?.prefix { $0 != ";" }.lowercased() ?? ""
    // Samples without a file's header are called by many names, none of which is a text.
    let isText = type.hasPrefix("text/") || type == "application/json"
    state.withLock { state in
      state.status = status
      state.otherType = status == 200 && !isText ? nil : type
      state.retryAfter = values["retry-after"].flatMap { RetryAfter.time($0, wallClock: Vendor.wallClock) }
    }
  }

  private func refusal() -> ProviderError? {
    let state = state.withLock { ($0.status, $0.retryAfter, $0.otherType, $0.body) }
    guard let type = state.2 else { return nil }
    guard state.0 != 200 else { return vendor.unusable("the answer is \(type), not audio") }
    let fault = DeepgramFault(body: state.3)
    // A voice that is not known is a bad request.
    if state.0 == 400, let fault { return vendor.misconfigured(fault.code, said: fault.message) }
    return vendor.refusal(status: state.0, retryAfter: state.1, said: fault?.message ?? "")
  }
}
