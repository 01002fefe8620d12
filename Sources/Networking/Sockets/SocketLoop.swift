internal import Audio
internal import Synchronization

/// The WebSocket thread: the loop that serves media, as a client only and with a user of its own.
final class SocketLoop: Sendable {
  let mailbox: SocketMailbox
  let counters = SocketCounters()
  private let core: LoopCore
  private let thread: Mutex<LoopThread?>

  init(_ options: ProviderLoopOptions) throws(NetworkingError) {
    var loop = MediaLoopOptions(name: options.name + "-ws")
    loop.trust = options.authorityPath.map { .authority(path: $0) } ?? .system
    loop.maxConnections = max(1, options.maxSockets)
    // Each socket has limits of its own; these only come after them.
    loop.handshakeTimeoutSeconds = 120
    loop.pingInterval = nil
    loop.sweepPeriod = .milliseconds(5)
    loop.takesProxies = options.proxies != .none
    let driver = SocketDriver(options, counters)
    let core = LoopCore(loop, SocketEvents(driver))
    let mailbox = SocketMailbox(core)
    driver.core = core
    driver.mailbox = mailbox
    self.core = core
    self.mailbox = mailbox
    do throws(NetworkingError) {
      try core.open(port: nil)
      // Sound: from here on only the thread touches it.
      nonisolated(unsafe) let user = driver
      thread = Mutex(
        try LoopThread(named: loop.name) {
          core.run()
          unsafe user.finish()
        })
    } catch {
      core.abandon()
      driver.finish()
      throw error
    }
  }

  /// Ends every session with its last event, and waits for the thread's end unless it is the caller's.
  func stop() {
    let thread = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    guard let thread else { return }
    core.requestStop()
    if thread.isCurrent { thread.detach() } else { thread.join() }
  }
}
