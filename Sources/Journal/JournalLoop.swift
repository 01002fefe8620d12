internal import Audio
internal import Dispatch
internal import Synchronization

/// The writer's thread: takes what has come, has it written and synced, and sleeps until it is time again.
final class JournalLoop: Sendable {
  /// Turns without a record after which the thread sleeps until it is woken.
  private static let idleTurns = 50
  private static let mostNamed = 256

  private struct Shared {
    var statistics = JournalStatistics()
    var failure: JournalError?
    var waiting: [@Sendable (Bool) -> Void] = []
    var rotations: [@Sendable (UInt64?) -> Void] = []
    /// When to give up, in monotonic nanoseconds; set by `close`.
    var deadline: Int64?
  }

  let durableNumber: Atomic<UInt64>
  private let shared = Guarded(Shared())
  private let groups = Guarded(DurableGroups())
  private let isFailing = Atomic<Bool>(false)
  private let bell = DispatchSemaphore(value: 0)
  private let handOver: HandOver
  private let options: JournalOptions
  private let tell: @Sendable (JournalEvent) -> Void
  private let lock: Guarded<(any JournalLock)?>

  init(
    handOver: HandOver, options: JournalOptions, lock: any JournalLock, durableNumber: UInt64,
    tell: @escaping @Sendable (JournalEvent) -> Void
  ) {
    self.handOver = handOver
    self.options = options
    self.tell = tell
    self.lock = Guarded(lock)
    self.durableNumber = Atomic(durableNumber)
  }

  // MARK: Any thread

  func wake() { bell.signal() }

  var statistics: JournalStatistics { shared.withLock { $0.statistics } }

  var failure: JournalError? {
    isFailing.load(ordering: .relaxed) ? shared.withLock { $0.failure } : nil
  }

  func takeGroups(through number: UInt64) -> [DurableGroup] {
    groups.withLock { $0.take(through: number) }
  }

  func whenDurable(_ done: @escaping @Sendable (Bool) -> Void) {
    let isEnded = shared.withLock { shared in
      if handOver.isClosed { return true }
      shared.waiting.append(done)
      return false
    }
    // What was appended before the end was made durable or told as lost.
    if isEnded { done(statistics.lost == 0) } else { wake() }
  }

  /// Calls `done` on the writer's thread once everything that was appended before is durable and in closed segments:
  /// with the number behind it, or with nil when the journal was closed first.
  func whenRotated(_ done: @escaping @Sendable (UInt64?) -> Void) {
    let isEnded = shared.withLock { shared in
      if handOver.isClosed { return true }
      shared.rotations.append(done)
      return false
    }
    if isEnded { done(nil) } else { wake() }
  }

  func close(within milliseconds: Int) {
    let deadline = MonotonicNanoseconds.now + Int64(max(0, min(milliseconds, 1 << 31))) * 1_000_000
    shared.withLock { $0.deadline = deadline }
    wake()
  }

  // MARK: The thread

  func run(_ writer: SegmentWriter) {
    var attempts = 0
    var quietTurns = 0
    var lastFailure: JournalError?
    while true {
      let start = MonotonicNanoseconds.now
      let before = writer.window.count
      let rotations = shared.withLock { shared in exchangeRotations(&shared) }
      let (waiting, deadline) = turn(writer)
      quietTurns = writer.window.count == before && waiting.isEmpty ? quietTurns + 1 : 0
      tellRefused()
      do throws(JournalError) {
        try writer.advance { records, isDurable in settle(records, isDurable, writer) }
        if attempts > 0 { tell(.recovered(attempts: attempts)) }
        publish(writer, failure: nil)
        attempts = 0
        lastFailure = nil
        let next = rotations.isEmpty ? nil : writer.closeSegment()
        for done in rotations { done(next) }
        for done in waiting { done(true) }
      } catch {
        attempts += 1
        publish(writer, failure: error)
        if error != lastFailure { tell(.failing(error)) }
        lastFailure = error
        shared.withLock { shared in
          shared.waiting.insert(contentsOf: waiting, at: 0)
          shared.rotations.insert(contentsOf: rotations, at: 0)
        }
      }
      if let deadline, writer.window.isEmpty || MonotonicNanoseconds.now >= deadline {
        return end(writer)
      }
      sleep(since: start, attempts: attempts, quietTurns: quietTurns, deadline: deadline)
    }
  }

  /// Those who wait are taken first: whatever they appended before is in what is taken next.
  private func turn(_ writer: SegmentWriter) -> (waiting: [@Sendable (Bool) -> Void], deadline: Int64?) {
    let (waiting, deadline) = shared.withLock { shared in
      defer { shared.waiting = [] }
      return (shared.waiting, shared.deadline)
    }
    writer.take { handOver.take(into: &$0, closing: deadline != nil) }
    return (waiting, deadline)
  }

  private func exchangeRotations(_ shared: inout Shared) -> [@Sendable (UInt64?) -> Void] {
    defer { shared.rotations = [] }
    return shared.rotations
  }

  private func settle(_ records: ArraySlice<PendingRecord>, _ isDurable: Bool, _ writer: SegmentWriter) {
    handOver.release(records: records.count, cost: records.reduce(0) { $0 + $1.cost })
    guard isDurable, let first = records.first else { return }
    let group = DurableGroup(
      lastNumber: writer.durableNumber, count: records.count, firstAppended: first.appendedAt)
    groups.withLock { $0.add(group) }
    durableNumber.store(writer.durableNumber, ordering: .releasing)
  }

  private func publish(_ writer: SegmentWriter, failure: JournalError?) {
    let statistics = writer.statistics
    shared.withLock { shared in
      shared.statistics = statistics
      shared.failure = failure
    }
    isFailing.store(failure != nil, ordering: .relaxed)
  }

  private func tellRefused() {
    let (named, more) = handOver.takeRefused()
    for record in named { tell(.refused(call: record.call, sequence: record.sequence)) }
    if more > 0 { tell(.refusedUnnamed(count: more)) }
  }

  /// Until the next turn, or until woken: a bell that rang in between means at worst one turn too many.
  private func sleep(since start: Int64, attempts: Int, quietTurns: Int, deadline: Int64?) {
    if attempts > 0 {
      let doubled = options.firstRetry << min(attempts - 1, 16)
      let pause = Int64(min(doubled, options.longestRetry)) * 1_000_000
      let end = MonotonicNanoseconds.now + pause
      wait(until: min(end, deadline ?? end))
    } else if options.syncInterval == 0 || quietTurns >= Self.idleTurns {
      // Refusals wake nobody, so they are looked for now and then.
      if handOver.becomeIdle() { _ = bell.wait(timeout: .now() + .seconds(1)) }
    } else {
      wait(until: start + Int64(options.syncInterval) * 1_000_000)
    }
  }

  private func wait(until time: Int64) {
    let left = time - MonotonicNanoseconds.now
    if left > 0 { _ = bell.wait(timeout: .now() + .nanoseconds(Int(left))) }
  }

  private func end(_ writer: SegmentWriter) {
    let lost = writer.surrender()
    settle(lost[...], false, writer)
    for record in lost.prefix(Self.mostNamed) {
      tell(.lost(call: record.record.call, sequence: record.record.sequence))
    }
    if lost.count > Self.mostNamed { tell(.lostUnnamed(count: lost.count - Self.mostNamed)) }
    tellRefused()
    publish(writer, failure: nil)
    let (waiting, rotations) = shared.withLock { shared in
      defer { shared.waiting = [] }
      return (shared.waiting, exchangeRotations(&shared))
    }
    for done in waiting { done(lost.isEmpty) }
    for done in rotations { done(nil) }
    lock.withLock { $0 = nil }
  }
}
