internal import Audio
internal import Synchronization

/// A thread that serves WebSockets, as server, as client, or as both.
///
/// The handler's methods run on that thread. `write`, `close` and `connect` may be called there only, which
/// is to say from the handler's methods; the others from any thread.
///
/// Under load the loop takes all that is ready and then sleeps to the next beat (5 ms); when little happens
/// it blocks until something does. Which of the two is decided by how much the last sweeps found.
public final class MediaLoop<Handler: MediaLoopHandler>: Sendable {
  private enum Life {
    case fresh
    case running(LoopThread)
    case over
  }

  private let core: LoopCore
  private let life = Mutex(Life.fresh)
  private let boundPort = Atomic<Int>(0)

  public init(options: MediaLoopOptions, handler: sending Handler) {
    core = LoopCore(options, HandlerEvents(handler))
  }

  deinit { stop() }

  /// Opens the sockets and starts the thread; afterwards `port` is known and peers are served.
  ///
  /// - Parameter port: instead of the one in the options.
  public func start(port: Int? = nil) throws(NetworkingError) {
    try life.withLock { life throws(NetworkingError) in
      guard case .fresh = life else { throw .alreadyStarted }
      try core.open(port: port)
      boundPort.store(core.listener?.port ?? 0, ordering: .relaxed)
      (core.events as? HandlerEvents<Handler>)?.loop = self
      let core = core
      do throws(NetworkingError) {
        life = .running(try LoopThread(named: core.options.name) { core.run() })
      } catch {
        core.abandon()
        throw error
      }
    }
  }

  /// Ends every connection (1001 where it can be written at once), has each `closed` told to the handler,
  /// lets the handler go, and waits for the thread's end. Harmless when repeated. From the loop's own thread
  /// it only asks.
  public func stop() {
    let thread = life.withLock { life -> LoopThread? in
      guard case .running(let thread) = life else { return nil }
      life = .over
      return thread
    }
    guard let thread else { return }
    core.requestStop()
    if thread.isCurrent { thread.detach() } else { thread.join() }
  }

  /// The port that is listened on; 0 before `start` and for a client.
  public var port: Int { boundPort.load(ordering: .relaxed) }

  public var statistics: MediaLoopStatistics {
    let counters = core.counters
    return MediaLoopStatistics(
      openConnections: counters.open.load(ordering: .relaxed),
      handshakes: counters.handshakes.load(ordering: .relaxed),
      accepted: counters.accepted.load(ordering: .relaxed),
      refused: counters.refused.load(ordering: .relaxed),
      closedUnheard: counters.unheard.load(ordering: .relaxed),
      messagesReceived: counters.messagesIn.load(ordering: .relaxed),
      messagesSent: counters.messagesOut.load(ordering: .relaxed),
      blockedWrites: counters.blockedWrites.load(ordering: .relaxed),
      turns: counters.turns.load(ordering: .relaxed))
  }

  /// Has `sweepEnded` called soon: at once when the loop waits, at its next beat when it sweeps. Any thread;
  /// costs an atomic exchange, and a system call when the loop waits. Calls until it is served count as one.
  public func wake() { core.wake() }

  // MARK: The loop's thread only

  /// Sends one message. It is copied once, into a buffer shared by all connections, and written at once;
  /// nothing is kept for a peer that does not read, beyond the rest of one message.
  public func write(_ message: Span<UInt8>, to id: ConnectionID, as kind: MessageKind = .text) -> WriteResult
  {
    core.write(message, to: id, as: kind)
  }

  /// Closes a connection with a code (RFC 6455 §7.4: 1000, or 3000–4999 of one's own) and a reason of at most
  /// 123 bytes. `closed` follows when the peer has answered, or after at most 15 s; messages that
  /// still come are dropped and writes answer `.closed`.
  public func close(_ id: ConnectionID, code: Int = 1000, reason: String = "") {
    core.close(id, code: code, reason: reason)
  }

  /// Drops a connection without a close frame; `closed` follows, without a code. For peers that misbehave, and for
  /// simulating them.
  /// - Parameter byReset: with a TCP reset, which also takes away what the peer has not read yet.
  public func abandon(_ id: ConnectionID, byReset: Bool = false) { core.abandon(id, byReset: byReset) }

  /// Reads no more of what the peer sends, its pings and its close included: for simulating a peer that hangs. The
  /// connection ends by `abandon`, or when the peer loses patience.
  public func stopReading(_ id: ConnectionID) { core.stopReading(id) }

  /// Connects as a client: `opened` or `connectFailed` follows, with the tag. A host that is a name is
  /// resolved at once, which blocks the loop; give an address where that matters.
  public func connect(to url: WebSocketURL, headers: [(String, String)] = [], tag: Int) {
    core.connect(OutgoingRequest(url: url, headers: headers, tag: tag))
  }
}
