internal import Audio
internal import CCurl
internal import CPlatform
internal import Glibc
internal import Synchronization

/// The HTTP thread's work: requests over curl, limits of time, and timers.
///
/// Sound as `Sendable`: all but `mailbox`, `counters` and `isStopping` belongs to the thread once it runs, and
/// before that to the one that makes it.
@safe final class HTTPCore: @unchecked Sendable {
  private enum Due {
    case transfer(Int)
    case timer(LoopTimer)
  }

  let mailbox: HTTPMailbox
  let counters: HTTPCounters
  private let connections: CurlConnections
  private let options: ProviderLoopOptions
  private let settings: CurlSettings
  private let multi: UnsafeMutableRawPointer
  private var transfers: [Int: HTTPTransfer] = [:]
  private var deadlines = DeadlineHeap<Due>()
  /// When to throw out the timers that were cancelled.
  private var sweepAt = 1024
  private var health = OriginHealth()
  private let isStopping = Atomic<Bool>(false)

  private static let isReady = ccurl_global() == CURLE_OK

  init(_ options: ProviderLoopOptions) throws(NetworkingError) {
    guard Self.isReady, let multi = unsafe curl_multi_init() else {
      throw .setupFailed("the HTTP library could not be set up")
    }
    counters = HTTPCounters()
    connections = CurlConnections(counters)
    self.options = options
    unsafe self.multi = multi
    settings = unsafe CurlSettings(options, share: ccurl_create_share())
    mailbox = unsafe HTTPMailbox(bell: multi)
    _ = unsafe ccurl_set_multi_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
    let streams = max(1, options.maxStreamsPerConnection)
    _ = unsafe ccurl_set_multi_long(multi, CURLMOPT_MAX_CONCURRENT_STREAMS, streams)
    let perHost = max(1, options.maxConnectionsPerHost)
    _ = unsafe ccurl_set_multi_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, perHost)
    _ = unsafe ccurl_set_multi_long(multi, CURLMOPT_MAXCONNECTS, max(1, options.maxKeptConnections))
  }

  // MARK: Any thread

  func requestStop() {
    isStopping.store(true, ordering: .releasing)
    mailbox.ring()
  }

  // MARK: The thread

  func run() {
    while !isStopping.load(ordering: .acquiring) {
      for letter in mailbox.take() { open(letter) }
      var running: Int32 = 0
      unsafe curl_multi_perform(multi, &running)
      collectEnded()
      fireDue(at: MonotonicClock.now)
      rest()
      unsafe curl_multi_poll(multi, nil, 0, patience(at: MonotonicClock.now), nil)
    }
    shutDown()
  }

  /// A turn looks at every transfer. With many answers streaming at a time a turn for each piece of each would be most
  /// of the thread's work: then pieces are gathered for some milliseconds.
  ///
  /// `curl_multi_socket_action` would look at those alone for which something came, but with curl 7.88 streams of a
  /// shared HTTP/2 connection stall now and then.
  private func rest() {
    guard transfers.count >= Self.manyTransfers, !isStopping.load(ordering: .acquiring) else { return }
    cplatform_sleep_until((MonotonicClock.now + Self.beat).nanoseconds)
  }

  private static let manyTransfers = 16
  private static let beat = MediaTime.milliseconds(4)

  /// Milliseconds until the next deadline, rounded up: a deadline is never early.
  private func patience(at now: MediaTime) -> Int32 {
    guard let next = deadlines.first else { return 60_000 }
    let left = max(0, (next - now).nanoseconds)
    return Int32(clamping: min(60_000, (left + 999_999) / 1_000_000))
  }

  private func open(_ letter: HTTPMailbox.Letter) {
    switch letter {
    case .start(let transfer): start(transfer)
    case .cancel(let number):
      if let transfer = transfers[number] { finish(transfer, .stopped, wentSilent: false) }
    case .timer(let timer):
      deadlines.insert(.timer(timer), due: timer.due)
      sweepTimers()
    }
  }

  private func sweepTimers() {
    guard deadlines.count >= sweepAt else { return }
    deadlines.removeAll { due in
      switch due {
      case .timer(let timer): timer.isSpent
      case .transfer(let number): transfers[number] == nil
      }
    }
    sweepAt = max(1024, 2 * deadlines.count)
  }

  // MARK: A request's life

  private func start(_ transfer: HTTPTransfer) {
    guard !transfer.exchange.isCancelled else { return }
    if let flaw = flaw(in: transfer) { return transfer.end(.unusable(flaw)) }
    guard transfers.count < options.maxRequests else { return transfer.end(.refused("too many requests")) }
    transfers[transfer.exchange.number] = transfer
    HTTPCounters.add(1, to: counters.active)
    if !transfer.isWarming { HTTPCounters.add(1, to: counters.requests) }
    HTTPCounters.add(transfer.request.body.count, to: counters.sent)
    transfer.begin(on: self, at: MonotonicClock.now)
    launch(transfer)
  }

  private func flaw(in transfer: HTTPTransfer) -> String? {
    let request = transfer.request
    if transfer.url == nil { return "the URL is not of the form http[s]://host[:port]/path" }
    let isMethod = !request.method.isEmpty && request.method.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    if !isMethod { return "the method is not in capital letters" }
    if !HeaderRules.areSendable(request.headers) { return "a header is malformed" }
    if let name = request.headers.first(where: { HeaderRules.isFraming($0.0) })?.0 {
      return "the header \(name) is not the caller's to set"
    }
    return nil
  }

  private func launch(_ transfer: HTTPTransfer) {
    guard let url = transfer.url else { return }
    let (generation, isFresh) = health.begin(transfer.origin)
    transfer.generation = generation
    let takesOwn = isFresh || !transfer.request.isRepeatable
    guard let handle = CurlHandle(transfer, url, settings, isFresh: takesOwn) else {
      return finish(transfer, .unusable("curl cannot send it"), wentSilent: false)
    }
    transfer.handle = handle
    // Sound: `transfers` keeps the transfer until its handle is freed, and the connections outlive the multi handle.
    unsafe ccurl_set_callbacks(
      handle.raw, Unmanaged.passUnretained(transfer).toOpaque(),
      { unsafe CurlCallbacks.header(bytes: $0, size: $1, count: $2, user: $3) },
      { unsafe CurlCallbacks.body(bytes: $0, size: $1, count: $2, user: $3) },
      { user, _, _, _, port in unsafe CurlCallbacks.ready(user: user, port: port) },
      Unmanaged.passUnretained(connections).toOpaque(),
      { owner, _, address in unsafe CurlCallbacks.openSocket(owner: owner, address: address) },
      { owner, socket in unsafe CurlCallbacks.closeSocket(owner: owner, socket: socket) })
    guard unsafe curl_multi_add_handle(multi, handle.raw) == CURLM_OK else {
      return finish(transfer, .unusable("curl cannot send it"), wentSilent: false)
    }
  }

  private func collectEnded() {
    var result = CURLE_OK
    while let raw = unsafe ccurl_next_ended(multi, &result) {
      guard let user = unsafe ccurl_get_private(raw) else { continue }
      ended(unsafe Unmanaged<HTTPTransfer>.fromOpaque(user).takeUnretainedValue(), result)
    }
  }

  private func ended(_ transfer: HTTPTransfer, _ result: CURLcode) {
    guard let handle = transfer.handle else { return }
    if handle.isMultiplexed { health.sawMultiplexing(transfer.origin) }
    if transfer.failure == nil, result == CURLE_OK {
      guard !transfer.exchange.isCancelled else { return finish(transfer, .stopped, wentSilent: false) }
      let origin = transfer.origin
      if transfer.follow(to: handle.redirectTarget) {
        release(transfer, origin, wentSilent: false, failed: false)
        return launch(transfer)
      }
      if transfer.failure == nil, !transfer.hasHead { transfer.failure = .broken("no response") }
      return finish(transfer, transfer.failure, wentSilent: false)
    }
    let failure = transfer.failure ?? CurlFailure.failure(result, handle, in: transfer.phase)
    finish(transfer, failure, wentSilent: false)
  }

  /// Takes the handle from curl, which closes a connection that has an answer coming.
  private func release(_ transfer: HTTPTransfer, _ origin: String, wentSilent: Bool, failed: Bool) {
    let isSpoilt = health.end(
      origin, generation: transfer.generation, wentSilent: wentSilent, failed: failed)
    guard let handle = transfer.handle else { return }
    let made = handle.newConnections
    HTTPCounters.add(made, to: counters.opened)
    if made == 0, transfer.hasHead { HTTPCounters.add(1, to: counters.reused) }
    if isSpoilt { handle.forbidReuse() }
    unsafe curl_multi_remove_handle(multi, handle.raw)
    handle.free()
    transfer.handle = nil
  }

  private func finish(_ transfer: HTTPTransfer, _ failure: HTTPFailure?, wentSilent: Bool) {
    release(transfer, transfer.origin, wentSilent: wentSilent, failed: failure != nil)
    transfers[transfer.exchange.number] = nil
    HTTPCounters.add(-1, to: counters.active)
    transfer.end(failure)
  }

  func connected(from port: Int32) { connections.connected(from: port) }

  func received(_ count: Int) { HTTPCounters.add(count, to: counters.received) }

  // MARK: Time

  /// Sees to it that the transfer is looked at when its limit passes.
  func arm(_ transfer: HTTPTransfer) {
    guard transfer.due < transfer.armed else { return }
    transfer.armed = transfer.due
    deadlines.insert(.transfer(transfer.exchange.number), due: transfer.due)
  }

  private func fireDue(at now: MediaTime) {
    while let (element, due) = deadlines.pop(dueAt: now) {
      switch element {
      case .timer(let timer): timer.fire()
      case .transfer(let number):
        // An entry that is not the latest was overtaken by an earlier one.
        guard let transfer = transfers[number], transfer.armed == due else { continue }
        transfer.armed = .distantFuture
        if let phase = transfer.overdue(at: now) {
          finish(transfer, .timedOut(phase), wentSilent: phase != .connect)
        } else {
          arm(transfer)
        }
      }
    }
  }

  // MARK: The end

  private func shutDown() {
    let letters = mailbox.close()
    for transfer in transfers.values { finish(transfer, .stopped, wentSilent: false) }
    for case .start(let transfer) in letters { transfer.end(.stopped) }
    for case .timer(let timer) in letters { timer.cancel() }
    while let (element, _) = deadlines.pop(dueAt: .distantFuture) {
      if case .timer(let timer) = element { timer.cancel() }
    }
    free()
  }

  /// Undoes `init` when no thread could be had.
  func free() {
    _ = mailbox.close()
    unsafe curl_multi_cleanup(multi)
    if let share = unsafe settings.share { unsafe curl_share_cleanup(share) }
  }
}
