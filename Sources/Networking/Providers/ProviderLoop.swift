public import Audio
internal import Glibc
internal import Synchronization

/// Where all connections to providers live: one thread for HTTP and timers, one for WebSockets.
///
/// Every method may be called from any thread, the closures' own included, and none waits for the network.
/// Closures run on the loop's threads and must not block: what belongs to one exchange or socket comes in order,
/// from one thread; WebSocket events come from another thread than HTTP events and timers.
public final class ProviderLoop: Sendable {
  private let options: ProviderLoopOptions
  private let http: HTTPCore
  private let thread: Mutex<LoopThread?>
  private let sockets: SocketLoop
  private let numbers = Atomic<Int>(1)

  /// Starts the threads.
  /// - Throws: `unreadableFile` for an authority that cannot be read, `setupFailed`, `noThread`.
  public init(_ options: ProviderLoopOptions = ProviderLoopOptions()) throws(NetworkingError) {
    if let path = options.authorityPath, unsafe access(path, R_OK) != 0 { throw .unreadableFile(path) }
    self.options = options
    let sockets = try SocketLoop(options)
    self.sockets = sockets
    let http: HTTPCore
    do throws(NetworkingError) {
      http = try HTTPCore(options)
    } catch {
      sockets.stop()
      throw error
    }
    self.http = http
    do throws(NetworkingError) {
      thread = Mutex(try LoopThread(named: options.name) { http.run() })
    } catch {
      http.free()
      sockets.stop()
      throw error
    }
  }

  deinit { stop() }

  /// Begins a request. Its events end with exactly one `finished` or `failed`, unless it is cancelled. After
  /// `stop`, `failed(.stopped)` comes from the caller's thread before this returns.
  @discardableResult
  public func send(
    _ request: HTTPRequest, events: @escaping @Sendable (HTTPEvent) -> Void
  ) -> HTTPExchange {
    begin(request, isWarming: false, events)
  }

  /// Opens a WebSocket. Its events end with exactly one `closed` or `failed`, unless it is cancelled. After `stop`,
  /// `failed` comes from the caller's thread before this returns.
  @discardableResult
  public func open(
    _ request: WebSocketRequest, events: @escaping @Sendable (WebSocketEvent) -> Void
  ) -> WebSocketExchange {
    let number = numbers.wrappingAdd(1, ordering: .relaxed).newValue
    let exchange = WebSocketExchange(sockets.mailbox, number: number, maxQueuedBytes: request.maxQueuedBytes)
    let session = SocketSession(request, exchange, events: events)
    if !sockets.mailbox.post(.open(session)) { session.end(.failed(WebSocketFailure(.stopped))) }
    return exchange
  }

  /// Opens a connection to an origin (`https://api.example.com`) with a `HEAD` request for `/`, so that the next
  /// request finds it ready. What comes of it is not told.
  public func warm(origin: String) {
    var request = HTTPRequest(method: "HEAD", url: origin)
    request.timeouts.firstByte = .seconds(5 as Int64)
    _ = begin(request, isWarming: true) { _ in }
  }

  private func begin(
    _ request: HTTPRequest, isWarming: Bool, _ events: @escaping @Sendable (HTTPEvent) -> Void
  ) -> HTTPExchange {
    let number = numbers.wrappingAdd(1, ordering: .relaxed).newValue
    let exchange = HTTPExchange(http.mailbox, number: number)
    let transfer = HTTPTransfer(request, exchange, isWarming: isWarming, events: events)
    if !http.mailbox.post(.start(transfer)) { transfer.end(.stopped) }
    return exchange
  }

  /// Runs `work` on the HTTP thread once `delay` has passed, at most about a millisecond late on an idle loop and never
  /// early. Not run when the loop stops first.
  @discardableResult
  public func after(_ delay: MediaTime, _ work: @escaping @Sendable () -> Void) -> LoopTimer {
    let timer = LoopTimer(due: MonotonicClock.now + max(.zero, delay), work)
    if !http.mailbox.post(.timer(timer)) { timer.cancel() }
    return timer
  }

  /// CLOCK_MONOTONIC since the options' origin.
  public var now: MediaTime { MonotonicClock.now - options.clockOrigin }

  public var statistics: ProviderLoopStatistics {
    let counters = http.counters
    return ProviderLoopStatistics(
      openConnections: counters.open.load(ordering: .relaxed),
      openedConnections: counters.opened.load(ordering: .relaxed),
      reusedConnections: counters.reused.load(ordering: .relaxed),
      requests: counters.requests.load(ordering: .relaxed),
      activeRequests: counters.active.load(ordering: .relaxed),
      bytesSent: counters.sent.load(ordering: .relaxed),
      bytesReceived: counters.received.load(ordering: .relaxed),
      activeSockets: sockets.counters.active.load(ordering: .relaxed),
      openedSockets: sockets.counters.opened.load(ordering: .relaxed))
  }

  /// Ends everything, each with its last event (`stopped`), drops the timers, and waits for the threads' end.
  /// Harmless when repeated. From a thread of the loop's own it only asks.
  public func stop() {
    sockets.stop()
    let thread = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    guard let thread else { return }
    http.requestStop()
    if thread.isCurrent { thread.detach() } else { thread.join() }
  }
}
