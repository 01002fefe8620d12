internal import Audio
internal import Dispatch
internal import Glibc
internal import Synchronization

/// A thread that runs many calls: the serial executor of their actors, and the loop that drains them.
///
/// The media loop marks a call ready when audio or anything else has come for it and signals the worker once for
/// the whole batch. A pass takes every ready call's frames, asks the voice-activity model once for all windows
/// in doubt, then runs what is due by time. Calls never move to another worker.
///
/// Sound as `Sendable`: `loop` and `calls` are touched by the worker's own thread alone (checked by
/// `isolationCheck`); everything other threads use is atomic or behind the mutex.
final class CallWorker: SerialExecutor, @unchecked Sendable {
  let index: Int
  let clock: EngineClock
  let ready: ReadySet
  private let jobs = Mutex<[UnownedJob]>([])
  private let arrivals = Mutex<[CallActor]>([])
  private let signalled = Atomic<Bool>(false)
  private let stopping = Atomic<Bool>(false)
  private let thread = Atomic<UInt>(0)
  private let wakeUp = DispatchSemaphore(value: 0)
  private let running = Mutex<EngineThread?>(nil)
  let lateness = LatenessHistogram()

  // The worker's thread only.
  private var calls: [CallActor?]
  private var deadlines: [MediaTime]
  private var batch: DoubtBatch

  /// - Parameter capacity: calls in the engine; a call's slot is its index here.
  init(index: Int, capacity: Int, clock: EngineClock, batch: consuming DoubtBatch) {
    self.index = index
    self.clock = clock
    self.batch = batch
    ready = ReadySet(capacity: capacity)
    calls = Array(repeating: nil, count: capacity)
    deadlines = Array(repeating: .distantFuture, count: capacity)
  }

  // MARK: Any thread

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    signal()
  }

  func isIsolatingCurrentContext() -> Bool? { isOnThread }

  func checkIsolated() { precondition(isOnThread, "not on the worker's thread") }

  private var isOnThread: Bool { thread.load(ordering: .acquiring) == UInt(pthread_self()) }

  /// Hands over a new call; it is run from the next pass on.
  func adopt(_ call: CallActor) {
    arrivals.withLock { $0.append(call) }
    signal()
  }

  /// Wakes the worker. Any number of signals before it wakes cost one system call.
  func signal() {
    guard !signalled.exchange(true, ordering: .acquiringAndReleasing) else { return }
    wakeUp.signal()
  }

  func start() {
    let started = EngineThread(named: "CallWorker-\(index)") { self.run() }
    running.withLock { $0 = started }
  }

  /// Runs what is queued, then ends the thread.
  func stop() {
    stopping.store(true, ordering: .releasing)
    signal()
    running.withLock { $0.take() }?.join()
  }

  // MARK: The worker's thread

  private func run() {
    thread.store(UInt(pthread_self()), ordering: .releasing)
    while !stopping.load(ordering: .acquiring) {
      sleepUntilDue()
      pass()
    }
    pass()
  }

  private func sleepUntilDue() {
    var earliest = MediaTime.distantFuture
    for deadline in deadlines where deadline < earliest { earliest = deadline }
    if earliest == .distantFuture {
      wakeUp.wait()
    } else {
      let wait = max(0, (earliest - clock.now).nanoseconds)
      _ = wakeUp.wait(timeout: .now() + .nanoseconds(Int(wait)))
    }
    // Cleared before the work is taken: what is signalled from here on wakes the next pass.
    _ = signalled.exchange(false, ordering: .acquiringAndReleasing)
    if earliest != .distantFuture { lateness.record(clock.now - earliest) }
  }

  private func pass() {
    runJobs()
    takeArrivals()
    let now = clock.now
    ready.takeAll { slot in
      if let call = calls[slot] { drain(call, slot: slot, at: now) }
    }
    settleDoubts(at: now)
    runDue(at: clock.now)
  }

  private func runJobs() {
    let queued = jobs.withLock { jobs in
      let queued = jobs
      jobs.removeAll(keepingCapacity: true)
      return queued
    }
    for job in queued { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
  }

  private func takeArrivals() {
    let new = arrivals.withLock { arrivals in
      let new = arrivals
      arrivals.removeAll(keepingCapacity: true)
      return new
    }
    for call in new {
      calls[call.slot] = call
      let now = clock.now
      let outcome = call.assumeIsolated { $0.begin(at: now) }
      finish(call.slot, outcome)
      // What came while it was on its way here may have marked a slot that was still empty.
      ready.insert(call.slot)
    }
  }

  private func drain(_ call: CallActor, slot: Int, at now: MediaTime) {
    let outcome = call.assumeIsolated { $0.drain(at: now) }
    finish(slot, outcome)
  }

  private func finish(_ slot: Int, _ outcome: CallActor.Outcome) {
    switch outcome {
    case .waiting(let deadline): deadlines[slot] = deadline
    case .more:
      ready.insert(slot)
      signal()
    case .inDoubt: batch.append(slot)
    case .ended:
      calls[slot]?.release()
      calls[slot] = nil
      deadlines[slot] = .distantFuture
    }
  }

  /// Asks the model about every window in doubt, in as many rounds as the busiest call needs.
  private func settleDoubts(at now: MediaTime) {
    while !batch.isEmpty {
      let slots = batch.take().filter { calls[$0] != nil }
      for slot in slots { calls[slot]?.assumeIsolated { $0.fillDoubt(into: &batch) } }
      batch.run()
      for (position, slot) in slots.enumerated() {
        guard let call = calls[slot] else { continue }
        let outcome = call.assumeIsolated { $0.settleDoubt(from: batch, at: position, now: now) }
        finish(slot, outcome)
      }
    }
  }

  private func runDue(at now: MediaTime) {
    for slot in deadlines.indices where deadlines[slot] <= now {
      guard let call = calls[slot] else {
        deadlines[slot] = .distantFuture
        continue
      }
      let outcome = call.assumeIsolated { $0.deadlineReached(at: now) }
      finish(slot, outcome)
    }
  }
}
