internal import Audio
internal import Networking
internal import Providers
internal import Synchronization
internal import Wire

/// One request to a language model and its streamed answer.
final class ModelCall<Answer: ModelAnswer>: Cancellable {
  private struct State {
    var answer: Answer
    var parser = ServerSentEventParser()
    var status = 0
    var retryAfter: MediaTime?
    /// `nil` for a stream of events; else what the response is made of.
    var otherType: String?
    var body: [UInt8] = []
    var exchange: HTTPExchange?
    var isOver = false
  }

  private let state: Mutex<State>
  private let outlet: EventOutlet<ChatEvent>
  private let vendor: Vendor

  init(_ answer: Answer, vendor: Vendor, events: @escaping @Sendable (ChatEvent) -> Void) {
    state = Mutex(State(answer: answer))
    outlet = EventOutlet(events)
    self.vendor = vendor
  }

  func begin(_ request: HTTPRequest, on loop: ProviderLoop) {
    // The exchange keeps the call alive, not the other way round alone: who starts an answer may let go of it.
    let exchange = loop.send(request) { self.received($0) }
    let isOver = state.withLock { state in
      state.exchange = exchange
      return state.isOver
    }
    if isOver { exchange.cancel() }
  }

  func cancel() {
    outlet.close()
    state.withLock { state in
      state.isOver = true
      return state.exchange
    }?.cancel()
  }

  private func received(_ event: HTTPEvent) {
    let ended = state.withLock { state -> HTTPExchange? in
      guard !state.isOver else { return nil }
      for event in take(event, &state) {
        outlet.queue(event, isLast: event.isLast)
        guard event.isLast else { continue }
        state.isOver = true
        // What is left of an answer that is over is its end: cutting it off would cost the connection.
        if case .finished = event { return nil }
        return state.exchange
      }
      return nil
    }
    ended?.cancel()
    outlet.pass()
  }

  private func take(_ event: HTTPEvent, _ state: inout State) -> [ChatEvent] {
    switch event {
    case .head(let status, let headers):
      state.status = status
      let values = Dictionary(headers, uniquingKeysWith: { first, _ in first })
      state.retryAfter = values["retry-after"].flatMap {
        RetryAfter.time($0, wallClock: Vendor.wallClock)
      }
      let type = values["content-type"]?.prefix { $0 != ";" }.lowercased() ?? "text/event-stream"
      state.otherType = status == 200 && type == "text/event-stream" ? nil : type
      return []
    case .body(let bytes): return take(bytes, &state)
    case .finished:
      guard let type = state.otherType else { return state.answer.ended() }
      guard state.status == 200 else { return [.failed(refusal(state))] }
      return [.failed(vendor.unusable("the answer is \(type), not a stream of events"))]
    case .failed(let failure):
      // What was refused is refused, even if the reason did not come through.
      if state.otherType != nil, state.status != 200 { return [.failed(refusal(state))] }
      let events = state.answer.ended()
      if case .finished? = events.last { return events }
      return [.failed(vendor.failure(failure))]
    }
  }

  private func take(_ bytes: [UInt8], _ state: inout State) -> [ChatEvent] {
    guard state.otherType == nil else {
      if state.body.count < 1 << 16 { state.body += bytes }
      return []
    }
    var datas: [[UInt8]] = []
    var events: [ChatEvent] = []
    var broken: ProviderError?
    do throws(WireError) {
      try state.parser.read(bytes) { datas.append($0.data) }
    } catch {
      broken = vendor.unusable(error)
    }
    for data in datas {
      events += state.answer.received(data)
      if events.last?.isLast == true { return events }
    }
    return events + (broken.map { [.failed($0)] } ?? [])
  }

  private func refusal(_ state: State) -> ProviderError {
    state.answer.refusal(status: state.status, retryAfter: state.retryAfter, body: state.body)
  }
}
