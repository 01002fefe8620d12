import NIOCore

/// One client's connection, on its event loop: where bytes go out, well or badly.
final class Connection {
  private enum Piece {
    case bytes([UInt8])
    case close
  }

  private enum Flow: Equatable {
    case open
    /// Held back until a timer ends it.
    case paused
    /// A few bytes at a time, for good.
    case dripping(bytes: Int)
    /// Nothing more, for good.
    case dead
  }

  let channel: any Channel
  let context: SimulatorContext
  /// Set when the connection came in on a vendor's own port.
  let portVendor: Vendor?
  var random: SimulatorRandom
  /// Whose protocol is spoken, once a request has told.
  private(set) var vendor: Vendor?
  private(set) var isClosed = false
  private let loop: NIOIsolatedEventLoop
  private var flow = Flow.open
  private var waiting: [Piece] = []
  private var number = 0

  init(channel: any Channel, context: SimulatorContext, portVendor: Vendor?) {
    self.channel = channel
    self.context = context
    self.portVendor = portVendor
    loop = channel.eventLoop.assumeIsolated()
    random = context.nextRandom()
  }

  func opened() {
    number = context.open.add(self)
    context.tally.accepted()
  }

  func closed() {
    guard !isClosed else { return }
    isClosed = true
    waiting = []
    context.open.remove(number)
    context.tally.closed()
    if let vendor { context.tally.count(vendor) { $0.open -= 1 } }
  }

  func belongs(to vendor: Vendor) {
    // A client may send requests for several vendors over one connection to the common port.
    guard self.vendor != vendor else { return }
    if let before = self.vendor { context.tally.count(before) { $0.open -= 1 } }
    self.vendor = vendor
    context.tally.count(vendor) { counts in
      counts.connections += 1
      counts.open += 1
    }
  }

  /// Does `work` in so many seconds unless the connection has ended by then.
  @discardableResult
  func after(_ seconds: Double, _ work: @escaping () -> Void) -> Scheduled<Void> {
    let due = NIODeadline.now() + .microseconds(Int64(max(0, seconds) * 1_000_000))
    return loop.scheduleTask(deadline: seconds > 0 ? Self.onGrid(due, milliseconds: 4) : due) { [weak self] in
      guard let self, !self.isClosed else { return }
      work()
    }
  }

  /// From here on reads what has come every 40 ms only: a thousand streams of audio must not wake the loop for
  /// every frame. The service times of recognisers are far longer.
  func readInBatches() {
    guard channel.isActive else { return }
    try? channel.syncOptions?.setOption(ChannelOptions.autoRead, value: false)
    readBatch()
  }

  private func readBatch() {
    channel.read()
    loop.scheduleTask(deadline: Self.onGrid(.now() + .milliseconds(20), milliseconds: 40)) { [weak self] in
      guard let self, !self.isClosed else { return }
      self.readBatch()
    }
  }

  /// Timers that are due at about the same time are due together.
  private static func onGrid(_ due: NIODeadline, milliseconds: UInt64) -> NIODeadline {
    let step = milliseconds * 1_000_000
    return .uptimeNanoseconds((due.uptimeNanoseconds + step - 1) / step * step)
  }

  func draw(_ stage: ServiceTime.Stage) -> Double { context.time(stage).draw(&random) }

  // MARK: Writing

  func write(_ bytes: [UInt8]) {
    guard !isClosed else { return }
    switch flow {
    case .open: put(bytes)
    case .paused, .dripping: waiting.append(.bytes(bytes))
    case .dead: break
    }
  }

  /// The proper end, after what is still to be written.
  func close() {
    guard !isClosed else { return }
    switch flow {
    case .open: channel.close(promise: nil)
    case .paused, .dripping: waiting.append(.close)
    case .dead: break
    }
  }

  private func put(_ bytes: [UInt8]) {
    channel.writeAndFlush(channel.allocator.buffer(bytes: bytes), promise: nil)
  }

  // MARK: Faults

  var isDead: Bool { flow == .dead }

  func abort(isReset: Bool = false) {
    guard !isClosed else { return }
    channel.triggerUserOutboundEvent(AbruptEnd.Request(isReset: isReset), promise: nil)
  }

  func stall(for seconds: Double?) {
    guard flow == .open else { return }
    guard let seconds else {
      flow = .dead
      return
    }
    flow = .paused
    after(seconds) { [self] in
      guard flow == .paused else { return }
      flow = .open
      let pieces = waiting
      waiting = []
      for piece in pieces { put(piece) }
    }
  }

  func drip(bytesPerSecond: Double) {
    guard flow == .open else { return }
    flow = .dripping(bytes: max(1, Int(bytesPerSecond / 4)))
    tickDrip()
  }

  func strike(_ fault: Fault) {
    guard !isClosed, fault.vendor == nil || fault.vendor == vendor else { return }
    if let vendor { context.tally.count(vendor) { $0.faults += 1 } }
    switch fault.kind {
    case .refuse: abort(isReset: true)
    case .stall, .silence: stall(for: fault.value)
    case .drip: drip(bytesPerSecond: fault.value ?? 64)
    default: abort()
    }
  }

  private func put(_ piece: Piece) {
    switch piece {
    case .bytes(let bytes): put(bytes)
    case .close: channel.close(promise: nil)
    }
  }

  private func tickDrip() {
    guard case .dripping(let share) = flow else { return }
    if let first = waiting.first {
      switch first {
      case .close: channel.close(promise: nil)
      case .bytes(let bytes):
        put(Array(bytes.prefix(share)))
        if bytes.count > share {
          waiting[0] = .bytes(Array(bytes.dropFirst(share)))
        } else {
          waiting.removeFirst()
        }
      }
    }
    after(0.25) { [self] in tickDrip() }
  }
}
