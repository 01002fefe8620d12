internal import Audio
internal import Networking
internal import Providers
internal import Synchronization
internal import Wire

/// The sockets to Cartesia that all calls of the process share, and who waits for what on them.
///
/// A socket takes a few dozen contexts at a time; one more is opened when all are full. A context whose socket is closed
/// before anything came of it, after the socket had served others, is asked for once more on another: that is how a
/// socket that lay idle too long is found out. A socket on which a clause was given up after a silence takes no more
/// clauses and is closed when the others on it are over.
final class CartesiaPool: Sendable {
  static let mostContexts = 24
  static let mostSockets = 64

  private struct State {
    var sockets: [CartesiaSocket] = []
    var clauses: [String: CartesiaClause] = [:]
    var nextSocket = 1
    var nextContext = 1
  }

  private let state = Mutex(State())
  private let loop: ProviderLoop
  private let vendor: Vendor
  private let timing: CloudTiming

  init(loop: ProviderLoop, vendor: Vendor, timing: CloudTiming) {
    self.loop = loop
    self.vendor = vendor
    self.timing = timing
  }

  /// Opens a socket if there is none.
  func warm() {
    let socket = state.withLock { state in state.sockets.isEmpty ? add(to: &state) : nil }
    if let socket { open(socket) }
  }

  /// - Parameter request: the message that asks for the clause in a context of this id.
  func speak(_ output: ClauseOutput, request: (String) -> [UInt8]) -> any Cancellable {
    let context = state.withLock { state in
      defer { state.nextContext += 1 }
      return "s\(state.nextContext)"
    }
    let clause = CartesiaClause(context, output, message: request(context), pool: self)
    send(clause)
    return clause
  }

  /// The clause is not wanted any more.
  func cancel(_ clause: CartesiaClause) {
    guard let socket = remove(clause.context) else { return }
    socket.gaveUp(at: loop.now)
    socket.send(CartesiaRequest.cancel(contextID: clause.context))
    release(socket)
  }

  // MARK: Sockets

  private func send(_ clause: CartesiaClause) {
    let now = loop.now
    let chosen = state.withLock { state -> (socket: CartesiaSocket, isNew: Bool)? in
      let usable = state.sockets.filter { $0.load < Self.mostContexts && !$0.isRetired }
      let open = usable.min { $0.load < $1.load }
      guard let socket = open ?? add(to: &state) else { return nil }
      state.clauses[clause.context] = clause
      clause.socket = socket
      socket.enter(at: now)
      return (socket, open == nil)
    }
    guard let chosen else {
      return clause.output.fail(.overloaded("\(vendor.name): all \(Self.mostSockets) connections are full"))
    }
    if chosen.isNew { open(chosen.socket) }
    if !chosen.socket.send(clause.message) {
      remove(clause.context)
      clause.output.fail(vendor.failed("the connection takes no more"))
    }
  }

  private func add(to state: inout State) -> CartesiaSocket? {
    guard state.sockets.count < Self.mostSockets else { return nil }
    let socket = CartesiaSocket(number: state.nextSocket)
    state.nextSocket += 1
    state.sockets.append(socket)
    return socket
  }

  private func open(_ socket: CartesiaSocket) {
    let request = WebSocketRequest(
      url: vendor.socketURL(CartesiaRequest.target),
      headers: [
        ("authorization", "Bearer " + (vendor.key?.headerValue ?? "")),
        ("cartesia-version", CartesiaRequest.version),
      ], connectTimeout: timing.connect, silenceTimeout: timing.silence, maxMessageBytes: 4 << 20)
    socket.opened(as: loop.open(request) { [weak self] in self?.received($0, on: socket) })
  }

  private func received(_ event: WebSocketEvent, on socket: CartesiaSocket) {
    switch event {
    case .opened: watch(socket)
    case .binary: break
    case .text(let message):
      socket.heard(at: loop.now)
      received(message, on: socket)
    case .closed(let code, let reason):
      lose(socket, vendor.closed(code: code, reason: reason), isStale: true)
    case .failed(let failure):
      let isStale = failure.cause == .broken || failure.cause == .silent
      lose(socket, vendor.failure(failure), isStale: isStale)
    }
  }

  /// The socket is gone, and with it all that was asked for on it.
  private func lose(_ socket: CartesiaSocket, _ error: ProviderError, isStale: Bool) {
    let lost = state.withLock { state in
      state.sockets.removeAll { $0 === socket }
      let lost = state.clauses.values.filter { $0.socket === socket }
      for clause in lost { state.clauses[clause.context] = nil }
      return lost
    }
    for clause in lost.sorted(by: { $0.context < $1.context }) {
      if isStale, socket.hasServed, clause.mayTryAgain() {
        send(clause)
      } else {
        clause.output.fail(error)
      }
    }
  }

  /// Closes the socket once nobody has used it for long enough.
  private func watch(_ socket: CartesiaSocket) {
    let uses = socket.uses
    loop.after(timing.idle) { [weak self, weak socket] in
      guard let self, let socket else { return }
      let isIdle = state.withLock { state in
        guard socket.load == 0, socket.uses == uses else { return false }
        state.sockets.removeAll { $0 === socket }
        return true
      }
      if isIdle { socket.close() } else { watch(socket) }
    }
  }

  // MARK: Messages

  private func received(_ message: [UInt8], on socket: CartesiaSocket) {
    do throws(WireError) {
      switch try CartesiaMessage(parsing: message) {
      case .chunk(let context, let audio):
        let clause = clause(context)
        clause?.hasBegun()
        clause?.output.audio(audio)
      case .words(let context, let words): clause(context)?.output.words(words)
      case .done(let context):
        let clause = clause(context)
        if let socket = remove(context) { release(socket) }
        clause?.output.finish()
      case .error(let context?, let fault):
        let clause = clause(context)
        if let socket = remove(context) { release(socket) }
        clause?.output.fail(vendor.cartesiaFault(fault))
      case .error(nil, let fault): drop(socket, vendor.cartesiaFault(fault))
      case .flushDone, .unknown: break
      }
    } catch {
      // Whose it was cannot be told.
      drop(socket, vendor.unusable(error))
    }
  }

  private func drop(_ socket: CartesiaSocket, _ error: ProviderError) {
    socket.close()
    lose(socket, error, isStale: false)
  }

  private func clause(_ context: String) -> CartesiaClause? { state.withLock { $0.clauses[context] } }

  @discardableResult
  private func remove(_ context: String) -> CartesiaSocket? {
    state.withLock { $0.clauses.removeValue(forKey: context)?.socket }
  }

  private func release(_ socket: CartesiaSocket) {
    socket.leave()
    guard socket.isRetired, socket.load == 0 else { return }
    let isOurs = state.withLock { state in
      defer { state.sockets.removeAll { $0 === socket } }
      return state.sockets.contains { $0 === socket }
    }
    if isOurs { socket.close() }
  }

  /// Sockets, and contexts on them, for tests and figures.
  var figures: (sockets: Int, contexts: Int) { state.withLock { ($0.sockets.count, $0.clauses.count) } }
}

extension Vendor {
  func cartesiaFault(_ fault: CartesiaFault) -> ProviderError {
    switch fault.code {
    case "model_not_found", "voice_not_found", "language_not_supported", "quota_exceeded":
      misconfigured(fault.code, said: fault.message)
    case "concurrency_limited": refusal(status: 429, said: fault.message)
    default:
      // What is wrong with a request on an open socket is the voice, the model or their options.
      fault.status == 400 && fault.code.contains("invalid")
        ? misconfigured(fault.code, said: fault.message)
        : refusal(status: fault.status == 0 ? 500 : fault.status, said: fault.message)
    }
  }
}
