internal import Audio
internal import Networking
internal import Providers
internal import Synchronization
internal import Wire

/// One call's socket to a recogniser; what is sent and said on it a ``Transcript`` decides.
///
/// Audio that comes while the socket is being opened waits in it, within a limit. When the socket ends by itself the
/// stream has failed for good: opening another is for whoever tries the next recogniser too.
final class CloudRecogniserStream<Words: Transcript>: RecogniserStream {
  private struct State {
    var transcript: Words
    var exchange: WebSocketExchange?
    var lastSent: MediaTime
    var isOver = false
  }

  private let state: Mutex<State>
  private let outlet: EventOutlet<RecogniserEvent>
  private let loop: ProviderLoop
  private let vendor: Vendor
  private let encoding: DeepgramEncoding
  private let keepAlive: MediaTime

  init(
    _ transcript: Words, loop: ProviderLoop, vendor: Vendor, encoding: DeepgramEncoding, timing: CloudTiming,
    events: @escaping @Sendable (RecogniserEvent) -> Void
  ) {
    state = Mutex(State(transcript: transcript, lastSent: loop.now))
    outlet = EventOutlet(events)
    self.loop = loop
    self.vendor = vendor
    self.encoding = encoding
    keepAlive = timing.keepAlive
  }

  deinit { state.withLock { $0.exchange }?.cancel() }

  func open(_ request: WebSocketRequest) {
    let exchange = loop.open(request) { [weak self] event in self?.received(event) }
    let isOver = state.withLock { state in
      state.exchange = exchange
      return state.isOver
    }
    if isOver { exchange.cancel() } else { watch() }
  }

  // MARK: The call's side

  func begin(utterance: Int) {
    carryOut { transcript, _ in
      transcript.begin(utterance: utterance)
      return []
    }
  }

  func append(_ samples: [Int16]) {
    guard !samples.isEmpty else { return }
    carryOut(sending: samples) { transcript, _ in
      transcript.sent(samples.count)
      return []
    }
  }

  func flush(_ flush: Int) { carryOut { $0.flush(flush, at: $1) } }

  func end() { carryOut { $0.end(at: $1) } }

  func close() {
    outlet.close()
    let exchange = state.withLock { state in
      defer { state.isOver = true }
      if !state.isOver { state.exchange?.send(text: state.transcript.farewell) }
      return state.exchange
    }
    exchange?.close(code: 1000, reason: "")
  }

  // MARK: The network's side

  private func received(_ event: WebSocketEvent) {
    switch event {
    case .opened, .binary: break
    case .text(let message): carryOut { $0.received(message, at: $1) }
    case .closed(let code, let reason): fail(vendor.closed(code: code, reason: reason))
    case .failed(let failure): fail(vendor.failure(failure))
    }
  }

  private func fail(_ error: ProviderError) { carryOut { _, _ in [.fail(error)] } }

  /// Looks now and then whether the vendor was sent nothing for too long.
  private func watch() {
    loop.after(keepAlive) { [weak self] in
      guard let self else { return }
      let isOver = state.withLock { $0.isOver }
      guard !isOver else { return }
      let isIdle = state.withLock { loop.now - $0.lastSent >= keepAlive }
      if isIdle { carryOut { transcript, _ in transcript.idle() } }
      watch()
    }
  }

  // MARK: What the transcript wants done

  /// Asks the transcript and does what it says. Messages go out and events are queued under the lock, so that both keep
  /// the order in which the transcript was asked.
  private func carryOut(
    sending samples: [Int16] = [], _ step: (inout Words, MediaTime) -> [TranscriptAction]
  ) {
    let now = loop.now
    var wakes: [MediaTime] = []
    let ended = state.withLock { state -> WebSocketExchange? in
      guard !state.isOver else { return nil }
      var error: ProviderError?
      if !samples.isEmpty, !send(samples, &state, at: now) { error = congestion }
      for action in step(&state.transcript, now) {
        switch action {
        case .send(let message):
          state.lastSent = now
          if state.exchange?.send(text: message) == false { error = error ?? congestion }
        case .silence(let count):
          if !send([Int16](repeating: 0, count: count), &state, at: now) { error = error ?? congestion }
          state.transcript.sent(count)
        case .event(let event): outlet.queue(event)
        case .wake(let delay): wakes.append(delay)
        case .fail(let failure): error = error ?? failure
        }
      }
      guard let error else { return nil }
      state.isOver = true
      outlet.queue(.failed(error), isLast: true)
      return state.exchange
    }
    ended?.cancel()
    outlet.pass()
    for delay in wakes {
      loop.after(delay) { [weak self] in self?.carryOut { $0.wake(at: $1) } }
    }
  }

  private var congestion: ProviderError { vendor.failed("takes no more audio") }

  private func send(_ samples: [Int16], _ state: inout State, at now: MediaTime) -> Bool {
    state.lastSent = now
    return state.exchange?.send(binary: encoding.encode(samples)) ?? false
  }
}

extension DeepgramEncoding {
  /// Bytes as this encoding has them.
  func encode(_ samples: [Int16]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: self == .linear16 ? samples.count * 2 : samples.count)
    var out = bytes.mutableSpan
    switch self {
    case .linear16: _ = L16.encode(samples.span, order: .little, into: &out)
    case .mulaw: _ = G711.encode(samples.span, law: .mu, into: &out)
    case .alaw: _ = G711.encode(samples.span, law: .a, into: &out)
    }
    return bytes
  }
}
