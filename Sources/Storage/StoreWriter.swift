internal import Dispatch
internal import Foundation

/// Carries records from calls to a store on one background thread.
///
/// `submit` never waits for a disk. Records are written in the order of their submission, many in one transaction.
/// What waits is bounded; a record that finds no room is refused and counted, never lost in silence, and `isBehind`
/// says early that it may come to that, so that new calls can be refused first. When the store fails (a full disk),
/// records stay in memory and are tried again, with growing pauses, for as long as it takes.
public final class StoreWriter: Sendable {
  /// What a writer may hold and how long it may take.
  public struct Limits: Sendable, Equatable {
    /// Records that may wait, those being written included. About 300 bytes each beside their text.
    public var capacity = 100_000
    /// The most records in one transaction.
    public var batch = 4_096
    /// How long the first record of a batch waits for others.
    public var gatheringMs = 50
    /// Pauses after failed attempts: the first, doubled each time, up to the last.
    public var firstRetryMs = 250
    public var lastRetryMs = 5_000

    public init() {}
  }

  private let queue: StoreQueue
  private let finished = DispatchGroup()

  /// - Parameter onEvent: called on the writer's thread.
  public init(
    sink: any RecordSink, limits: Limits = Limits(),
    onEvent: @escaping @Sendable (StoreWriterEvent) -> Void = { _ in }
  ) {
    queue = StoreQueue(capacity: max(limits.capacity, 1))
    finished.enter()
    // The thread keeps the queue and not the writer, whose `deinit` is what ends it.
    let thread = Thread { [queue, finished] in
      var loop = StoreLoop(queue: queue, sink: sink, limits: limits, onEvent: onEvent)
      loop.run()
      finished.leave()
    }
    thread.name = "store"
    thread.start()
  }

  deinit { queue.close() }

  /// Hands over a record. From any thread; returns at once.
  ///
  /// - Returns: false when the queue is full, or after `shutdown`: the record is then counted as refused.
  @discardableResult
  public func submit(_ record: StoreRecord) -> Bool { queue.submit(record) }

  /// More than half of the room is taken: the store is not keeping up.
  public var isBehind: Bool { queue.statistics.pending > queue.capacity / 2 }

  public var statistics: StoreWriterStatistics { queue.statistics }

  /// Waits until everything submitted before is in the store.
  ///
  /// - Returns: false when an attempt to write it failed; it is still kept and tried again.
  public func flush() async -> Bool {
    await withCheckedContinuation { continuation in
      queue.flush { continuation.resume(returning: $0) }
    }
  }

  /// The same for code that is not asynchronous: blocks its thread.
  public func flushAndWait() -> Bool {
    let outcome = FlushOutcome()
    queue.flush { outcome.set($0) }
    return outcome.wait()
  }

  /// Writes what there is, ends the thread, and returns when that is done. Blocks. Records submitted later are
  /// refused.
  ///
  /// - Returns: how many records could not be written and are lost; 0 is what one hopes for.
  @discardableResult
  public func shutdown() -> Int {
    queue.close()
    finished.wait()
    return queue.statistics.pending
  }
}
