internal import Dispatch
internal import Synchronization

/// The bounded queue between whoever has records and the thread that stores them.
///
/// The lock is held for a push. The first record of a batch wakes the thread; those that follow within its gathering
/// time do not.
final class StoreQueue: Sendable {
  private struct State {
    var records: [StoreRecord] = []
    var statistics = StoreWriterStatistics()
    /// Records settled, written or rejected, when a flush is done; and whom to tell.
    var flushes: [(target: Int, done: @Sendable (Bool) -> Void)] = []
    var isRung = false
    var isUrgent = false
    var isClosed = false

    var settled: Int { statistics.written + statistics.rejected }
  }

  private let state = Mutex(State())
  private let bell = DispatchSemaphore(value: 0)
  let capacity: Int

  init(capacity: Int) { self.capacity = capacity }

  var statistics: StoreWriterStatistics { state.withLock { $0.statistics } }
  var isClosed: Bool { state.withLock { $0.isClosed } }

  func submit(_ record: StoreRecord) -> Bool {
    let (accepted, rings) = state.withLock { state in
      guard !state.isClosed, state.statistics.pending < capacity else {
        state.statistics.refused += 1
        return (false, false)
      }
      state.records.append(record)
      state.statistics.submitted += 1
      state.statistics.pending += 1
      let rings = !state.isRung
      state.isRung = true
      return (true, rings)
    }
    if rings { bell.signal() }
    return accepted
  }

  /// Calls `done` when everything accepted so far is settled, with true; or after the next attempt that fails.
  func flush(_ done: @escaping @Sendable (Bool) -> Void) {
    let isDone = state.withLock { state in
      if state.statistics.pending == 0 { return true as Bool? }
      guard !state.isClosed else { return false }
      state.flushes.append((state.statistics.submitted, done))
      state.isUrgent = true
      return nil
    }
    if let isDone { done(isDone) } else { bell.signal() }
  }

  func close() {
    state.withLock { state in
      state.isClosed = true
      state.isUrgent = true
    }
    bell.signal()
  }

  // MARK: The thread's side

  /// Waits until there is something to do, or somebody is in a hurry, or the time has come.
  func wait(until deadline: DispatchTime, ignoringRecords: Bool) {
    while true {
      let mayGo = state.withLock { $0.isUrgent || (!ignoringRecords && !$0.records.isEmpty) }
      if mayGo || bell.wait(timeout: deadline) == .timedOut { return }
    }
  }

  /// Lets a batch grow until `deadline`, unless somebody is in a hurry or it has `limit` records.
  func gather(until deadline: DispatchTime, limit: Int) {
    while !state.withLock({ $0.isUrgent || $0.records.count >= limit }) {
      if bell.wait(timeout: deadline) == .timedOut { return }
    }
  }

  /// Takes up to `limit` records; they stay pending until they are settled.
  func take(limit: Int) -> [StoreRecord] {
    state.withLock { state in
      state.isRung = false
      guard state.records.count > limit else {
        state.isUrgent = state.isClosed
        let records = state.records
        state.records = []
        return records
      }
      let records = Array(state.records.prefix(limit))
      state.records.removeFirst(limit)
      return records
    }
  }

  func settle(written: Int, rejected: Int) {
    let done = state.withLock { state in
      state.statistics.written += written
      state.statistics.rejected += rejected
      state.statistics.pending -= written + rejected
      if written > 0 { state.statistics.transactions += 1 }
      state.statistics.isFailing = false
      let settled = state.settled
      let done = state.flushes.filter { $0.target <= settled }
      state.flushes.removeAll { $0.target <= settled }
      return done.map(\.done)
    }
    for tell in done { tell(true) }
  }

  /// Whoever waits for a flush learns that it could not be done.
  func attemptFailed() {
    let waiting = state.withLock { state in
      state.statistics.failedAttempts += 1
      state.statistics.isFailing = true
      state.isUrgent = state.isClosed
      let waiting = state.flushes.map(\.done)
      state.flushes = []
      return waiting
    }
    for tell in waiting { tell(false) }
  }
}
