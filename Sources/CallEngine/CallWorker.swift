internal import Audio
internal import CallCore
internal import Dispatch
internal import Glibc
internal import Synchronization

/// A thread that runs many calls: the serial executor of their actors, and the loop that drains them.
///
/// The media loop marks a call ready when audio has come for it, and urgent when anything else has. A pass takes the
/// frames of the calls that are ready, asks the voice-activity model once for all windows in doubt, then runs what is
/// due by time. With few calls a pass begins when something comes, with many on a fixed beat (`WorkerBeat`). Calls
/// never move to another worker.
///
/// Sound as `Sendable`: `loop` and `calls` are touched by the worker's own thread alone (checked by
/// `isolationCheck`); everything other threads use is atomic or behind the mutex.
final class CallWorker: SerialExecutor, @unchecked Sendable {
  let index: Int
  let clock: EngineClock
  /// Calls that have frames, and calls that have events.
  let ready: ReadySet
  let urgent: ReadySet
  private let jobs = Mutex<[UnownedJob]>([])
  private let arrivals = Mutex<[CallActor]>([])
  private let admission: OverloadGauge
  private let signalled = Atomic<Bool>(false)
  /// The worker looks by itself every few milliseconds.
  private let isTicking = Atomic<Bool>(false)
  private let stopping = Atomic<Bool>(false)
  private let thread = Atomic<UInt>(0)
  private let wakeUp = DispatchSemaphore(value: 0)
  private let running = Mutex<EngineThread?>(nil)
  let gauge: ThreadGauge

  // The worker's thread only.
  private var calls: [CallActor?]
  private var deadlines: [MediaTime]
  private var batch: DoubtBatch
  private var beat = WorkerBeat()
  private var callCount = 0
  private var overload = OverloadMonitor()
  /// What its calls were told.
  private var load = LoadLevel.normal
  private var scratch = CallScratch()

  /// - Parameter capacity: calls in the engine; a call's slot is its index here.
  init(
    index: Int, capacity: Int, clock: EngineClock, admission: OverloadGauge, batch: consuming DoubtBatch
  ) {
    self.admission = admission
    self.index = index
    gauge = ThreadGauge(name: "CallWorker-\(index)")
    self.clock = clock
    self.batch = batch
    ready = ReadySet(capacity: capacity)
    urgent = ReadySet(capacity: capacity)
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

  /// Wakes the worker. Any number of signals before it wakes cost one system call, and none while it ticks.
  ///
  /// `signalled` and `isTicking` are each written by one side before the other is read, and sequential consistency
  /// lets at least one side see the other's: either we wake it, or it does not wait. What the caller wrote before is
  /// seen by the pass that takes the signal back, whoever of several gave it.
  func signal() {
    guard !signalled.exchange(true, ordering: .sequentiallyConsistent) else { return }
    guard !isTicking.load(ordering: .sequentiallyConsistent) else { return }
    wakeUp.signal()
  }

  /// Makes the calling thread the worker's own: a replay runs its call by itself.
  func occupy() { thread.store(UInt(pthread_self()), ordering: .releasing) }

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
    let wasTicking = beat.isTicking
    beat.choose(calls: callCount, at: clock.now)
    if beat.isTicking {
      if !wasTicking { isTicking.store(true, ordering: .sequentiallyConsistent) }
      clock.sleep(until: beat.next)
      noteTick(beat.begin(at: clock.now))
    } else {
      if wasTicking {
        isTicking.store(false, ordering: .sequentiallyConsistent)
        // The frames of the shares whose beat will not come any more: nobody signals for them again.
        signalled.store(true, ordering: .sequentiallyConsistent)
      }
      waitForSignal()
    }
    // Cleared before the work is taken: what is signalled from here on wakes the next pass. An exchange, for it reads
    // the last signal and so sees the work of one that found the flag up and woke nobody; a mere store could pass
    // behind the look at the work on processors that order less than x86.
    _ = signalled.exchange(false, ordering: .sequentiallyConsistent)
  }

  private func waitForSignal() {
    // A signal that came while the worker ticked woke nobody; any other is taken back.
    if signalled.load(ordering: .sequentiallyConsistent) {
      _ = wakeUp.wait(timeout: .now())
      return
    }
    var earliest = MediaTime.distantFuture
    for deadline in deadlines where deadline < earliest { earliest = deadline }
    guard earliest < .distantFuture else { return wakeUp.wait() }
    let wait = max(0, (earliest - clock.now).nanoseconds)
    let result = wakeUp.wait(timeout: .now() + .nanoseconds(Int(wait)))
    if result == .timedOut { noteTick(clock.now - earliest) }
  }

  /// Counts how late the worker began, and has its calls leave out more or less work when that says so.
  private func noteTick(_ late: MediaTime) {
    gauge.lateness.record(late)
    if overload.note(late, at: clock.now) { admission.set(overload.level, by: .worker(index)) }
    let level = admission.level
    guard level != load else { return }
    load = level
    for slot in calls.indices {
      guard let call = calls[slot] else { continue }
      let outcome = call.assumeIsolated { $0.loadChanged(level, at: clock.now) }
      finish(slot, outcome)
    }
  }

  private func pass() {
    gauge.turned()
    runJobs()
    takeArrivals()
    let now = clock.now
    urgent.takeAll { slot in
      if let call = calls[slot] { drain(call, slot: slot, at: now) }
    }
    ready.takeShare(beat.isTicking ? beat.share : 0, of: beat.shares) { slot in
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
      callCount += 1
      let now = clock.now
      let outcome = call.assumeIsolated { $0.begin(at: now, load: load) }
      finish(call.slot, outcome)
      // What came while it was on its way here may have marked a slot that was still empty.
      urgent.insert(call.slot)
      signal()
    }
  }

  private func drain(_ call: CallActor, slot: Int, at now: MediaTime) {
    let outcome = call.assumeIsolated { $0.drain(at: now, &scratch) }
    finish(slot, outcome)
  }

  private func finish(_ slot: Int, _ outcome: CallActor.Outcome) {
    switch outcome {
    case .waiting(let deadline): deadlines[slot] = deadline
    case .more:
      urgent.insert(slot)
      signal()
    case .inDoubt: batch.append(slot)
    case .ended:
      if calls[slot] != nil { callCount -= 1 }
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
        let outcome = call.assumeIsolated { $0.settleDoubt(from: batch, at: position, now: now, &scratch) }
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
