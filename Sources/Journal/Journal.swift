internal import Audio
internal import Dispatch
internal import Synchronization

/// The local file that every record reaches before anything else.
///
/// `append` hands a record to one writer thread and never waits; the thread writes all that has come and syncs it, at
/// most every `syncInterval`. What `durableNumber` covers outlasts a power cut. One engine writes to a folder; any
/// number of readers follow it.
public final class Journal: Sendable {
  /// What opening found.
  public let recovery: JournalRecovery
  /// Its name among all journals, 32 hexadecimal digits: made with it, and kept as long as its folder is.
  public let identity: String
  private let files: any JournalFiles
  private let options: JournalOptions
  private let cipher: (any JournalCipher)?
  private let handOver: HandOver
  private let loop: JournalLoop
  private let thread: JournalThread
  private let closed = Guarded(false)

  /// Takes the folder, puts it in order and starts the writer.
  ///
  /// - Parameters:
  ///   - onEvent: called on the writer's thread, which it must not hold up.
  ///   - wallClock: milliseconds since 1970, written into segment headers for people to read.
  public init(
    files: any JournalFiles, options: JournalOptions = JournalOptions(), cipher: (any JournalCipher)? = nil,
    wallClock: @escaping @Sendable () -> Int64, onEvent: @escaping @Sendable (JournalEvent) -> Void
  ) throws(JournalError) {
    let options = options.checked()
    let lock = try files.lock()
    let found = try SegmentRecovery(files: files, lastNumberRead: options.lastNumberRead)
    self.files = files
    self.options = options
    self.cipher = cipher
    recovery = found.report
    let handOver = HandOver(mostBytes: options.mostPendingBytes, mostRecords: options.mostPendingRecords)
    self.handOver = handOver
    let identity = found.identity ?? .random()
    self.identity = identity.description
    let next = found.report.nextNumber
    let loop = JournalLoop(
      handOver: handOver, options: options, lock: lock, durableNumber: next - 1, tell: onEvent)
    self.loop = loop
    thread = try JournalThread {
      loop.run(
        SegmentWriter(
          files: files, identity: identity, nextNumber: next, options: options, cipher: cipher,
          wallClock: wallClock, tell: onEvent))
    }
  }

  deinit { close(within: 0) }

  /// Hands a record over; any thread. False, counted and told, when the memory for it is full, its payload too long or
  /// the journal closed.
  public func append(_ record: consuming JournalRecord) -> Bool {
    switch handOver.push(record, at: MonotonicNanoseconds.now) {
    case .taken: return true
    case .takenFromIdle:
      loop.wake()
      return true
    case .refused: return false
    }
  }

  /// The number of the last record that is safe; 0 when there is none.
  public var durableNumber: UInt64 { loop.durableNumber.load(ordering: .acquiring) }

  /// What was made durable since this was asked last, as far as `number`, with the times of its appends. For one that
  /// follows the journal: each group is given once.
  public func takeGroups(through number: UInt64) -> [DurableGroup] { loop.takeGroups(through: number) }

  /// Cheap enough to ask at every call's arrival.
  public var health: JournalHealth {
    let records = handOver.pendingRecords
    let bytes = handOver.pendingBytes
    let state: JournalHealth.State =
      if handOver.isClosed { .closed } else if let error = loop.failure { .failing(error) } else { .working }
    return JournalHealth(
      state: state, pendingRecords: records, pendingBytes: bytes,
      isAccepting: state == .working && records <= options.mostPendingRecords / 2
        && bytes <= options.mostPendingBytes / 2)
  }

  public var statistics: JournalStatistics {
    var statistics = loop.statistics
    statistics.refused = handOver.refused
    return statistics
  }

  /// Calls `done` on the writer's thread when everything appended before is durable (true), or was given up at
  /// closing (false). Hurries the sync.
  public func whenDurable(_ done: @escaping @Sendable (Bool) -> Void) { loop.whenDurable(done) }

  /// Waits until everything appended before is durable; false when that took longer than `milliseconds`. Blocks the
  /// thread: for closing down and for tests.
  public func flush(within milliseconds: Int) -> Bool {
    let reached = DispatchSemaphore(value: 0)
    let isDurable = Guarded(false)
    whenDurable { result in
      isDurable.withLock { $0 = result }
      reached.signal()
    }
    guard reached.wait(timeout: .now() + .milliseconds(max(0, milliseconds))) == .success else {
      return false
    }
    return isDurable.withLock { $0 }
  }

  /// A reader that gets every durable record behind `number`, and what becomes durable later.
  public func reader(after number: UInt64 = 0) -> JournalReader {
    JournalReader(files: files, after: number, cipher: cipher) { [loop] in
      loop.durableNumber.load(ordering: .acquiring)
    }
  }

  /// Makes everything that was appended before durable and closes its segment, so that all of it can be removed.
  /// Answers the number before which every record is in a closed segment; nil when that took longer than
  /// `milliseconds`, or the journal is closed. Blocks the thread.
  public func rotate(within milliseconds: Int) -> UInt64? {
    let reached = DispatchSemaphore(value: 0)
    let boundary = Guarded<UInt64?>(nil)
    loop.whenRotated { number in
      boundary.withLock { $0 = number }
      reached.signal()
    }
    guard reached.wait(timeout: .now() + .milliseconds(max(0, milliseconds))) == .success else { return nil }
    return boundary.withLock { $0 }
  }

  /// Removes every segment that was closed by a rotation, none kept. Answers how many went.
  ///
  /// - Parameter boundary: as ``rotate(within:)`` answered it, and everything before it is stored elsewhere.
  @discardableResult
  public func removeRotated(before boundary: UInt64) throws(JournalError) -> Int {
    let closed = SegmentName.all(in: try files.names()).filter { $0 < min(boundary, durableNumber + 1) }
    for first in closed { try files.remove(SegmentName.of(first)) }
    if !closed.isEmpty { try files.syncFolder() }
    return closed.count
  }

  /// Removes the copies of unreadable stretches. Answers how many there were.
  @discardableResult
  public func removeQuarantine() throws(JournalError) -> Int {
    let names = try files.names(in: SegmentRecovery.quarantine)
    for name in names { try files.remove("\(SegmentRecovery.quarantine)/\(name)") }
    return names.count
  }

  /// Removes segments in which every record's number is less than `number`, except the last `keptSegments` besides the
  /// one being written. Answers how many went.
  @discardableResult
  public func removeSegments(before number: UInt64) throws(JournalError) -> Int {
    let segments = SegmentName.all(in: try files.names())
    let mayGo = segments.dropLast(options.keptSegments + 1)
    var removed = 0
    for (first, next) in zip(mayGo, segments.dropFirst()) where next <= min(number, durableNumber) {
      try files.remove(SegmentName.of(first))
      removed += 1
    }
    if removed > 0 { try files.syncFolder() }
    return removed
  }

  /// Refuses further records, makes those that came durable, and ends the writer. When the disk fails, tries until
  /// `milliseconds` have passed; what is not stored then is told and counted. A second call does nothing.
  public func close(within milliseconds: Int = 5_000) {
    closed.withLock { isClosed in
      guard !isClosed else { return }
      isClosed = true
      loop.close(within: milliseconds)
      thread.join()
    }
  }
}
