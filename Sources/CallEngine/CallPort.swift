internal import Audio
internal import CallCore
internal import Providers
internal import Synchronization

/// Where the media loop's thread and a call's worker meet.
///
/// Inbound: the loop pushes frames and posts events, marks the call ready and, once a sweep, signals the worker.
/// Outbound: the worker pushes ready-made messages and marks the call due, the loop writes them. Frames and
/// messages cross without a lock; events, which are rare, go through a small mutex.
final class CallPort: Sendable {
  private let census = CensusMember(.callPort)
  let slot: Int
  let inbound: FrameRing
  let outbound: MessageRing
  private let worker: CallWorker
  private let links: [LoopLink]
  /// The loop that serves the call now.
  private let loop: Atomic<Int>
  private let events = Mutex<[CallEvent]>([])
  private let hasEvents = Atomic<Bool>(false)
  /// The call is over on the worker's side: the loop closes the socket when all is written.
  let callEnded = Atomic<Bool>(false)
  /// Messages that were skipped because they could not be understood.
  let badMessages = Atomic<Int>(0)

  let format: CallFormat
  /// The call ended because the carrier reads nothing: what is left to write is dropped.
  var hasStalled: Bool { stalled.load(ordering: .acquiring) }
  private let stalled = Atomic<Bool>(false)
  var workerIndex: Int { worker.index }

  /// Events that may wait; a peer that floods its call with digits or marks loses those beyond.
  private static let mostEvents = 4_096

  init(slot: Int, worker: CallWorker, links: [LoopLink], loop: Int, format: CallFormat) {
    self.slot = slot
    self.format = format
    self.worker = worker
    self.links = links
    self.loop = Atomic(loop)
    inbound = FrameRing(capacity: format.slots, slotBytes: format.slotBytes)
    outbound = MessageRing(capacity: format.outboundRingBytes)
  }

  // MARK: Towards the worker

  /// Frames were pushed: the worker is to look, when it is next signalled.
  func markReady() { worker.ready.insert(slot) }

  func signalWorker() { worker.signal() }

  /// Hands the call an event, from any thread.
  func post(_ event: CallEvent) {
    guard !callEnded.load(ordering: .acquiring) else { return }
    let fitted = events.withLock { events in
      guard events.count < Self.mostEvents || event.endsCall else { return false }
      events.append(event)
      return true
    }
    if !fitted { badMessages.add(1, ordering: .relaxed) }
    hasEvents.store(true, ordering: .releasing)
    worker.urgent.insert(slot)
    worker.signal()
  }

  /// Takes the posted events, in order. Worker only.
  func takeEvents() -> [CallEvent] {
    guard hasEvents.load(ordering: .relaxed) else { return [] }
    _ = hasEvents.exchange(false, ordering: .acquiringAndReleasing)
    return events.withLock { events in
      let taken = events
      events.removeAll(keepingCapacity: true)
      return taken
    }
  }

  // MARK: Towards the loop

  /// The last thing a call says: it is over. Nothing is pushed after.
  func finish(dropping: Bool) {
    stalled.store(dropping, ordering: .releasing)
    callEnded.store(true, ordering: .releasing)
    markDue()
  }

  /// Messages were pushed, or the call ended: the loop is to look.
  ///
  /// The loop is read by changing it, and so is it set: a call that is handed over meanwhile is told to its new loop,
  /// or else the hand-over, and with it the new loop's first look, comes after what was pushed.
  func markDue() { links[loop.add(0, ordering: .acquiringAndReleasing).oldValue].due.insert(slot) }

  /// Has the loop look soon.
  func wakeLoop() { links[loop.load(ordering: .acquiring)].wake() }

  /// Another loop serves the call from here on.
  func move(toLoop index: Int) { _ = loop.exchange(index, ordering: .acquiringAndReleasing) }
}

extension CallEvent {
  /// Never refused, however many events wait.
  fileprivate var endsCall: Bool {
    switch self {
    case .hungUp, .connectionLost, .shutdown: true
    default: false
    }
  }
}
