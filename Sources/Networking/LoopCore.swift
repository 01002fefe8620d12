internal import Audio
internal import CWebSockets
internal import Glibc
internal import Synchronization

/// The loop itself, for handlers of any type: its sockets, its table and its thread's work.
///
/// Sound as `Sendable`: everything but the atomics and `interruptible` belongs to the loop's thread, once it
/// runs; before that, to the one thread that starts it.
final class LoopCore: @unchecked Sendable {
  let options: MediaLoopOptions
  let counters = MediaLoopCounters()
  /// `nil` once the loop has stopped.
  var events: LoopEvents?
  var context: LoopContext?
  var slots: SlotTable
  var buffer = WriteBuffer(capacity: 1 << 16)
  /// Accepted by the handler, and on its way through the library's part of the handshake: the very same
  /// callback.
  var admitted: UpgradeRequest?
  var failures: [ConnectFailure] = []
  /// Events of this turn of the loop.
  var ready = 0
  var listener: Listener?
  var thread: pthread_t?
  var handshakeLimit = 0

  private var policy: SweepPolicy
  private let readyPoll = ReadyPoll()
  /// Every open socket is in `readyPoll`.
  var watchesAll = true
  /// Something but reading is to be done: a write that waits for room, a close.
  var needsWholeTurn = false
  private var sweepsSinceWholeTurn = 0
  private var nextPing: MediaTime
  private var pingSecond = 0
  private let isWaiting = Atomic<Bool>(false)
  private let isWoken = Atomic<Bool>(false)
  private let isStopping = Atomic<Bool>(false)
  /// The context, as long as it may be interrupted.
  private let interruptible = Mutex<LoopContext?>(nil)

  init(_ options: MediaLoopOptions, _ events: LoopEvents) {
    self.options = options
    self.events = events
    slots = SlotTable(capacity: max(1, options.maxConnections))
    let now = MonotonicClock.now
    policy = SweepPolicy(period: max(.microseconds(100), options.sweepPeriod), now: now)
    nextPing = now
  }

  /// Sets up sockets and certificates; the handler hears nothing yet.
  func open(port: Int?) throws(NetworkingError) {
    try checkFiles()
    try checkDescriptors()
    NetworkingLog.install()
    let listener: Listener?
    if var endpoint = options.listen {
      endpoint.port = port ?? endpoint.port
      listener = try Listener(endpoint)
    } else {
      listener = nil
    }
    do {
      let user = unsafe Unmanaged.passUnretained(self).toOpaque()
      let context = try unsafe LoopContext(options, user: user)
      self.context = context
      interruptible.withLock { $0 = context }
      if let listener {
        try listener.attach(to: context)
        self.listener = listener
      }
    } catch {
      listener?.close()
      closeContext()
      throw error
    }
  }

  private func checkFiles() throws(NetworkingError) {
    var paths = [options.identity?.certificatePath, options.identity?.keyPath].compactMap { $0 }
    if case .authority(let path) = options.trust { paths.append(path) }
    for path in paths where unsafe access(path, R_OK) != 0 { throw .unreadableFile(path) }
  }

  /// What the rest of the process may have open.
  private static let otherDescriptors = 64

  /// The library's table is as long as the soft limit, and what we accept must fit it. Sockets that have not
  /// upgraded get what the connections leave, so that they cannot use up the descriptors.
  private func checkDescriptors() throws(NetworkingError) {
    let needed = min(options.maxConnections, 1 << 48) + Self.otherDescriptors
    let limit = raiseDescriptorLimit(to: needed + min(options.maxHandshakes, 1 << 48)).soft
    guard needed <= limit else { throw .descriptorLimit(needed: needed, available: limit) }
    handshakeLimit = min(options.maxHandshakes, max(16, limit &- needed))
  }

  // MARK: Any thread

  /// Has the loop take a turn soon; at once when it waits, at its next beat when it sweeps.
  ///
  /// `isWoken` and `isWaiting` are each written by one side before the other is read, and sequential
  /// consistency lets at least one side see the other's: either we interrupt, or the loop does not wait.
  func wake() {
    guard !isWoken.exchange(true, ordering: .sequentiallyConsistent) else { return }
    guard isWaiting.load(ordering: .sequentiallyConsistent) else { return }
    interruptible.withLock { $0?.interrupt() }
  }

  func requestStop() {
    isStopping.store(true, ordering: .sequentiallyConsistent)
    isWoken.store(true, ordering: .sequentiallyConsistent)
    interruptible.withLock { $0?.interrupt() }
  }

  // MARK: The loop's thread

  /// The thread's life: turns until the stop, then the end of every connection.
  func run() {
    thread = pthread_self()
    events?.started()
    while !isStopping.load(ordering: .relaxed), let context {
      guard turn(context) else { break }
    }
    shutDown()
  }

  private func turn(_ context: LoopContext) -> Bool {
    ready = 0
    let lives = policy.mode == .blocking ? wait(context) : sweep(context)
    // Cleared before the handler looks: what is posted afterwards wakes anew.
    _ = isWoken.exchange(false, ordering: .acquiringAndReleasing)
    deliverFailures()
    let now = MonotonicClock.now
    if now >= nextPing { ping(at: now) }
    let due = events?.sweepEnded(at: now - options.clockOrigin)
    nextCall = due.map { $0 == .distantFuture ? $0 : $0 + options.clockOrigin } ?? .distantFuture
    policy.note(ready: ready, at: now)
    MediaLoopCounters.add(1, to: counters.turns)
    if policy.mode == .sweeping {
      sleepToNextBeat()
    } else {
      lastBeat = nil
    }
    return lives
  }

  /// Sweeps between two whole turns of the library, which are for new sockets, timers and waiting writes.
  private static let sweepsBetween = 3

  /// Reads what has come.
  private func sweep(_ context: LoopContext) -> Bool {
    guard let readyPoll, watchesAll, !needsWholeTurn, sweepsSinceWholeTurn < Self.sweepsBetween else {
      needsWholeTurn = false
      sweepsSinceWholeTurn = 0
      return context.service(waiting: false)
    }
    sweepsSinceWholeTurn += 1
    var lives = true
    readyPoll.forEachReady { lives = context.serve($0) && lives }
    return lives
  }

  /// Has sweeps see a socket that was opened.
  func watch(_ socket: WebSocketHandle) {
    if readyPoll?.watch(socket.descriptor) != true { watchesAll = false }
  }

  /// A turn that took longer than the period made the beat late as much as a sleep that lasted too long.
  private func sleepToNextBeat() {
    let beat = policy.nextBeat(after: MonotonicClock.now, latest: nextCall)
    MonotonicClock.sleep(until: beat)
    let meant = lastBeat.map { min(beat, $0 + options.sweepPeriod) } ?? beat
    events?.woke(late: max(.zero, MonotonicClock.now - meant))
    lastBeat = beat
  }

  /// While the loop sweeps.
  private var lastBeat: MediaTime?

  /// When the handler wants to be called at the latest, on the system's clock.
  private var nextCall = MediaTime.zero

  /// Blocks until something is ready, somebody wakes us, or something of ours is due.
  private func wait(_ context: LoopContext) -> Bool {
    isWaiting.store(true, ordering: .sequentiallyConsistent)
    defer { isWaiting.store(false, ordering: .releasing) }
    let isHeld = isWoken.load(ordering: .sequentiallyConsistent) || !failures.isEmpty
    if isHeld { return context.service(waiting: false) }
    let deadline = min(nextCall, slots.count > 0 ? nextPing : .distantFuture)
    guard deadline < .distantFuture else {
      context.setAlarm(after: nil)
      return context.service(waiting: true)
    }
    let left = deadline - MonotonicClock.now
    // The library's poll counts whole milliseconds, and would spin through the last one.
    guard left > .milliseconds(1) else {
      MonotonicClock.sleep(until: deadline)
      return context.service(waiting: false)
    }
    context.setAlarm(after: left)
    return context.service(waiting: true)
  }

  /// Whether the caller is on the loop's thread; before the loop runs, whoever starts it is.
  var isOnThread: Bool {
    guard let thread else { return true }
    return pthread_equal(thread, pthread_self()) != 0
  }

  // MARK: Keep-alive

  /// Once a second, pings the connections whose turn it is and gives up those that stay silent.
  private func ping(at now: MediaTime) {
    nextPing = now + .seconds(1 as Int64)
    guard let interval = options.pingInterval else { return }
    let seconds = max(1, Int(interval.milliseconds / 1000))
    pingSecond = (pingSecond + 1) % seconds
    for index in stride(from: pingSecond, to: slots.endIndex, by: seconds) where slots[index].phase == .open {
      ping(index)
    }
  }

  private func ping(_ index: Int) {
    guard let socket = slots[index].socket else { return }
    slots[index].silentPings = slots[index].wasHeard ? 0 : slots[index].silentPings + 1
    slots[index].wasHeard = false
    guard slots[index].silentPings < 3 else {
      needsWholeTurn = true
      socket.kill()
      return
    }
    guard !socket.isBuffering else { return }
    writePing(socket)
  }

  func writePing(_ socket: WebSocketHandle) {
    // Four bytes, because the library keeps quiet about the pong to an empty ping.
    let payload: [UInt8] = [0x70, 0x69, 0x6E, 0x67]
    buffer.fill(payload.span)
    if !(unsafe socket.write(buffer.payload, count: payload.count, as: LWS_WRITE_PING)) { socket.kill() }
  }

  // MARK: The end

  private func shutDown() {
    events?.loopEnds()
    for index in 0..<slots.endIndex where slots[index].phase == .open { sayGoodbye(index) }
    closeContext()
    for index in 0..<slots.endIndex where slots[index].phase != .free { ended(index) }
    deliverFailures()
    events = nil
  }

  /// 1001 (RFC 6455 §7.4.1: going away), if it can be written at once.
  private func sayGoodbye(_ index: Int) {
    guard let socket = slots[index].socket, !socket.isBuffering else { return }
    let payload: [UInt8] = [0x03, 0xE9]
    buffer.fill(payload.span)
    _ = unsafe socket.write(buffer.payload, count: payload.count, as: cws_write_close())
    slots[index].closeCode = 1001
  }

  /// Undoes `open` when no thread could be had.
  func abandon() {
    closeContext()
    events = nil
  }

  private func closeContext() {
    interruptible.withLock { $0 = nil }
    context?.setAlarm(after: nil)
    context?.destroy()
    context = nil
    listener?.wasClosed()
    listener = nil
  }
}
