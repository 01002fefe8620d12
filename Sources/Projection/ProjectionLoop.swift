internal import Journal
internal import Records

/// What the projection's thread does: reads what is durable, stores it in batches, and tries again when that fails.
struct ProjectionLoop {
  private let journal: Journal
  private let store: any RecordSink
  private let limits: ProjectionLimits
  private let progress: ProjectionProgress
  private let onEvent: @Sendable (ProjectionEvent) -> Void
  /// Nil before the store has said where to begin, and after the journal failed.
  private var reader: JournalReader?
  /// The last record read, or where to begin.
  private var position: UInt64?
  private var skipped: UInt64 = 0
  /// Read and not in the store yet.
  private var batch: [ProjectionItem] = []
  /// Read and to be stored after calls of earlier processes are closed.
  private var held: ProjectionItem?
  /// What earlier processes wrote, while their calls are not closed.
  private var inheritance: UInt64?
  private var sample: (number: UInt64, time: Int64)
  private var failures = 0
  private var backoff: Backoff
  private var random = SystemRandomNumberGenerator()
  private var lastFailure: ProjectionEvent?
  private var lastRemoval = MonotonicNanoseconds.now

  init(
    journal: Journal, store: any RecordSink, limits: ProjectionLimits, progress: ProjectionProgress,
    onEvent: @escaping @Sendable (ProjectionEvent) -> Void
  ) {
    self.journal = journal
    self.store = store
    self.limits = limits
    self.progress = progress
    self.onEvent = onEvent
    backoff = Backoff(firstMs: limits.firstRetry, lastMs: limits.longestRetry)
    inheritance = journal.recovery.nextNumber - 1
    sample = (0, MonotonicNanoseconds.now)
  }

  /// Returns once it was told to stop and everything durable is stored, or the time for that is over.
  mutating func run() {
    while !progress.isOutOfTime {
      let isStopping = progress.isStopping
      switch step() {
      case .stored: continue
      case .idle:
        if isStopping { return removeSegments(isLast: true) }
        progress.pause(milliseconds: limits.pause)
      case .failed:
        progress.pause(milliseconds: backoff.next(using: &random))
      }
    }
  }

  private enum Step { case stored, idle, failed }

  private mutating func step() -> Step {
    do throws(StoreError) {
      guard try begin() else { return .failed }
      if sample.number <= progress.reached { sample = (journal.durableNumber, MonotonicNanoseconds.now) }
      let isDry: Bool
      do throws(JournalError) {
        isDry = try read()
      } catch {
        // What was read before stays in the batch; the rest is read again.
        reader = nil
        return fail(.journalFailing(error))
      }
      let hasRecords = !batch.isEmpty
      if hasRecords { try storeBatch() }
      succeed()
      if isDry { try closeInheritance() }
      noteReached(isDry: isDry)
      removeSegments(isLast: false)
      return hasRecords || held != nil ? .stored : .idle
    } catch {
      return fail(.storeFailing(error, behind: progress.lag(durable: journal.durableNumber).records))
    }
  }

  /// What is held counts for nothing yet.
  private func noteReached(isDry: Bool) {
    if let held { return progress.reach(held.entry.number - 1, at: nil) }
    let number = isDry ? max(sample.number, position ?? 0) : position ?? 0
    progress.reach(number, at: number >= sample.number ? sample.time : nil)
  }

  private mutating func begin() throws(StoreError) -> Bool {
    if reader != nil { return true }
    if position == nil {
      let cursor = try store.cursor()
      position = cursor
      progress.note { $0.cursor = cursor }
      progress.reach(cursor, at: nil)
    }
    reader = journal.reader(after: position ?? 0)
    skipped = 0
    return true
  }

  /// Fills the batch. Answers whether nothing more can be read now.
  private mutating func read() throws(JournalError) -> Bool {
    var bytes = batch.reduce(0) { $0 + $1.entry.record.payload.count }
    if inheritance == nil, let item = held {
      held = nil
      batch.append(item)
    }
    guard held == nil else { return true }
    while batch.count < limits.batch, bytes < limits.batchBytes {
      guard let entry = try reader?.next() else { return true }
      noteSkipped()
      position = entry.number
      bytes += entry.record.payload.count
      guard entry.number <= inheritance ?? .max else {
        held = ProjectionItem(entry)
        return true
      }
      batch.append(ProjectionItem(entry))
    }
    return false
  }

  private mutating func noteSkipped() {
    guard let now = reader?.skipped, now > skipped else { return }
    let count = now - skipped
    skipped = now
    progress.note { $0.unreadable += count }
    onEvent(.unreadable(count: count))
  }

  // MARK: Storing

  private mutating func storeBatch() throws(StoreError) {
    try write(batch[...])
    let erased = batch.count { $0.entry.isErased }
    if erased > 0 { progress.note { $0.erased += erased } }
    batch.removeAll(keepingCapacity: true)
  }

  /// Finds what the store refuses by halving.
  private func write(_ items: ArraySlice<ProjectionItem>) throws(StoreError) {
    guard let last = items.last else { return }
    var batch = ProjectedBatch(cursor: last.entry.number)
    for item in items where !item.entry.isErased {
      switch item.contents {
      case .success(let contents):
        batch.records.append(
          ProjectedRecord(
            number: item.entry.number, call: item.entry.record.call, sequence: item.entry.record.sequence,
            contents: contents))
      case .failure(let reason): batch.parked.append(item.parked(reason.text))
      }
    }
    do throws(StoreError) {
      try apply(batch)
    } catch .rejected(let reason) {
      if items.count > 1 {
        let middle = items.startIndex + items.count / 2
        try write(items[..<middle])
        try write(items[middle...])
      } else if last.entry.isErased {
        throw .rejected(reason: reason)
      } else {
        try apply(ProjectedBatch(parked: [last.parked(reason)], cursor: last.entry.number))
      }
    }
  }

  private func apply(_ batch: ProjectedBatch) throws(StoreError) {
    let counts = try store.apply(batch)
    let now = MonotonicNanoseconds.now
    let groups = journal.takeGroups(through: batch.cursor)
    progress.note { statistics in
      for group in groups {
        statistics.storingLag.add(nanoseconds: now - group.firstAppended, times: group.count)
      }
      statistics.applied += counts.applied
      statistics.repeated += counts.repeated
      statistics.missing += counts.missing
      statistics.parked += batch.parked.count
      statistics.transactions += 1
      statistics.cursor = max(statistics.cursor, batch.cursor)
    }
    for record in batch.parked { onEvent(.parked(record)) }
  }

  /// Everything that earlier processes left is in the store, and nothing of this one: each call without an end there
  /// will get no other.
  private mutating func closeInheritance() throws(StoreError) {
    guard inheritance != nil else { return }
    let open = try store.openCalls()
    for call in open { _ = journal.append(CallJournal.end(of: call)) }
    inheritance = nil
    progress.note { statistics in
      statistics.closedCalls += open.count
      statistics.hasClosedCalls = true
    }
    if !open.isEmpty { onEvent(.closedCalls(count: open.count)) }
  }

  private mutating func removeSegments(isLast: Bool) {
    let now = MonotonicNanoseconds.now
    guard isLast || now - lastRemoval >= Int64(limits.removalPause) * 1_000_000 else { return }
    lastRemoval = now
    let cursor = progress.statistics.cursor
    do throws(JournalError) {
      let count = try journal.removeSegments(before: cursor == .max ? cursor : cursor + 1)
      progress.note { $0.segmentsRemoved += count }
    } catch {
      onEvent(.segmentsKept(error))
    }
  }

  // MARK: Failing

  private mutating func fail(_ event: ProjectionEvent) -> Step {
    failures += 1
    progress.note { statistics in
      statistics.failedAttempts += 1
      statistics.isFailing = true
    }
    if !event.isSame(as: lastFailure) { onEvent(event) }
    lastFailure = event
    return .failed
  }

  private mutating func succeed() {
    guard failures > 0 else { return }
    onEvent(.recovered(attempts: failures))
    failures = 0
    backoff.reset()
    lastFailure = nil
    progress.note { $0.isFailing = false }
  }
}

extension ProjectionEvent {
  fileprivate func isSame(as other: ProjectionEvent?) -> Bool {
    switch (self, other) {
    case (.storeFailing(let one, _), .storeFailing(let another, _)): one == another
    case (.journalFailing(let one), .journalFailing(let another)): one == another
    default: false
    }
  }
}
