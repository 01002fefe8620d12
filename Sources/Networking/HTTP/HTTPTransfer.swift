internal import Audio
internal import CCurl

/// One request on the HTTP thread, from its start to its last event.
///
/// Sound as `Sendable`: made by whoever sends, touched by the HTTP thread alone once it was posted.
@safe final class HTTPTransfer: @unchecked Sendable {
  let exchange: HTTPExchange
  /// Changes with a redirect.
  private(set) var request: HTTPRequest
  private(set) var url: WebSocketURL?
  /// Opens a connection for others: not counted, and nobody hears of it.
  let isWarming: Bool
  private let events: @Sendable (HTTPEvent) -> Void

  private(set) var phase = HTTPPhase.connect
  private(set) var phaseDue = MediaTime.distantFuture
  private(set) var totalDue = MediaTime.distantFuture
  /// The earliest instant that the loop will look at this transfer.
  var armed = MediaTime.distantFuture
  /// Of the connections to its origin; see `OriginHealth`.
  var generation = 0

  /// What went wrong by our own judgement, before curl says that it was told to stop.
  var failure: HTTPFailure?
  private var head: ResponseHead
  private var bodyBytes = 0
  private var redirectsLeft = 5
  private(set) var isOver = false
  /// Set while curl has the request.
  var handle: CurlHandle?
  private var core: HTTPCore?

  init(
    _ request: HTTPRequest, _ exchange: HTTPExchange, isWarming: Bool = false,
    events: @escaping @Sendable (HTTPEvent) -> Void
  ) {
    self.request = request
    self.exchange = exchange
    self.isWarming = isWarming
    self.events = events
    url = try? WebSocketURL(request.url, plain: "http://", secure: "https://")
    head = ResponseHead(limit: request.limits.headerBytes)
  }

  var due: MediaTime { min(phaseDue, totalDue) }
  /// Names what connections are shared by.
  var origin: String { url.map { "\($0.isSecure ? "https" : "http")://\($0.hostHeader)" } ?? "" }

  func begin(on core: HTTPCore, at now: MediaTime) {
    self.core = core
    if let total = request.timeouts.total { totalDue = now + total }
    enter(.connect, at: now)
  }

  private func enter(_ phase: HTTPPhase, at now: MediaTime) {
    self.phase = phase
    phaseDue = now + request.timeouts.limit(of: phase)
    core?.arm(self)
  }

  /// The limit that has passed.
  func overdue(at now: MediaTime) -> HTTPPhase? {
    if totalDue <= now { return .total }
    return phaseDue <= now ? phase : nil
  }

  // MARK: What curl tells; `false` ends the request

  func connected(from port: Int32) -> Bool {
    core?.connected(from: port)
    enter(.firstByte, at: MonotonicClock.now)
    return !exchange.isCancelled
  }

  func take(header line: Span<UInt8>) -> Bool {
    switch head.take(line) {
    case .more, .trailer: break
    case .tooLarge: failure = .tooLarge("more than \(head.limit) bytes of headers")
    case .flawed(let reason): failure = .broken(reason)
    case .whole:
      enter(.betweenBytes, at: MonotonicClock.now)
      if !isRedirected { deliverHead() }
    }
    return failure == nil && !exchange.isCancelled
  }

  func take(body bytes: Span<UInt8>) -> Bool {
    guard head.isWhole else {
      failure = .broken("a body before its head")
      return false
    }
    bodyBytes += bytes.count
    guard bodyBytes <= request.limits.bodyBytes else {
      failure = .tooLarge("more than \(request.limits.bodyBytes) bytes of body")
      return false
    }
    phaseDue = MonotonicClock.now + request.timeouts.betweenBytes
    guard !isRedirected, !bytes.isEmpty else { return !exchange.isCancelled }
    core?.received(bytes.count)
    deliver(
      .body(
        [UInt8](capacity: bytes.count) { output in
          for index in bytes.indices { output.append(bytes[index]) }
        }))
    return !exchange.isCancelled
  }

  // MARK: Redirects

  private var isRedirected: Bool {
    request.followsRedirects && [301, 302, 303, 307, 308].contains(head.status)
      && head.headers.contains { $0.0 == "location" }
  }

  /// After a response that ended well: turns to where it points. Answers whether the request is to be sent
  /// again.
  func follow(to target: String?) -> Bool {
    guard isRedirected else { return false }
    guard let target, let next = try? WebSocketURL(target, plain: "http://", secure: "https://") else {
      failure = .broken("redirected to no usable address")
      return false
    }
    guard redirectsLeft > 0 else {
      failure = .broken("too many redirects")
      return false
    }
    guard next.isSecure || url?.isSecure != true else {
      failure = .broken("redirected to an address without TLS")
      return false
    }
    redirectsLeft -= 1
    let before = origin
    url = next
    request.url = target
    if origin != before { request.headers.removeAll { !HeaderRules.portable.contains($0.0.lowercased()) } }
    if head.status == 303 || (head.status < 303 && request.method == "POST") {
      request.method = request.method == "HEAD" ? "HEAD" : "GET"
      request.body = []
      request.headers.removeAll { $0.0.lowercased() == "content-type" }
    }
    head = ResponseHead(limit: request.limits.headerBytes)
    bodyBytes = 0
    enter(.connect, at: MonotonicClock.now)
    return true
  }

  // MARK: The end

  private func deliverHead() { deliver(.head(status: head.status, headers: head.headers)) }

  private func deliver(_ event: HTTPEvent) {
    guard !isOver, !exchange.isCancelled else { return }
    events(event)
  }

  /// The last event, unless the exchange was cancelled.
  func end(_ failure: HTTPFailure?) {
    guard !isOver else { return }
    core = nil
    let last: HTTPEvent = failure.map { .failed($0) } ?? .finished
    deliver(last)
    isOver = true
  }

  /// A response without a body never enters the callback that has one; this is for the one without a head.
  var hasHead: Bool { head.isWhole }
}
