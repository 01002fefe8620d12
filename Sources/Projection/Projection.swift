internal import Dispatch
internal import Foundation
public import Journal
public import Records

/// Carries what is durable in a journal into a store, on one thread: exactly once, and in order for each call.
///
/// Each batch is stored together with its place in the journal. A store that fails is tried again for as long as it
/// takes; meanwhile the records stay in the journal and cost disk only. What a store can never take is parked there, with the
/// reason. First of all, calls that an earlier process left without an end get one, by a record of the journal.
public final class Projection: Sendable {
  private let journal: Journal
  private let progress = ProjectionProgress()
  private let finished = DispatchGroup()

  /// - Parameters:
  ///   - store: nobody else may project into it.
  ///   - onEvent: called on the projection's thread.
  public init(
    journal: Journal, store: any RecordSink, limits: ProjectionLimits = ProjectionLimits(),
    onEvent: @escaping @Sendable (ProjectionEvent) -> Void
  ) {
    self.journal = journal
    finished.enter()
    // The thread keeps the progress and not the projection, whose `deinit` is what ends it.
    let thread = Thread { [progress, finished] in
      var loop = ProjectionLoop(
        journal: journal, store: store, limits: limits, progress: progress, onEvent: onEvent)
      loop.run()
      finished.leave()
    }
    thread.name = "projection"
    thread.start()
  }

  deinit { progress.stop(within: 0) }

  public var statistics: ProjectionStatistics { progress.statistics }
  public var lag: ProjectionLag { progress.lag(durable: journal.durableNumber) }

  /// Waits until what is durable now is in the store; false when that took longer than `milliseconds`. Blocks.
  public func flush(within milliseconds: Int) -> Bool {
    let target = journal.durableNumber
    let end = MonotonicNanoseconds.now + Int64(max(0, milliseconds)) * 1_000_000
    progress.hurry()
    while progress.reached < target {
      guard MonotonicNanoseconds.now < end else { return false }
      Thread.sleep(forTimeInterval: 0.001)
    }
    return true
  }

  /// The calls that earlier processes left are closed, and everything durable is stored; false when that took longer.
  /// For the start. Blocks.
  public func catchUp(within milliseconds: Int) -> Bool {
    let end = MonotonicNanoseconds.now + Int64(max(0, milliseconds)) * 1_000_000
    let left = { Int(max(0, end - MonotonicNanoseconds.now) / 1_000_000) }
    while !progress.statistics.hasClosedCalls {
      guard left() > 0 else { return false }
      Thread.sleep(forTimeInterval: 0.001)
    }
    return journal.flush(within: left()) && flush(within: left())
  }

  /// Stores what is durable, ends the thread, and answers how many records remain in the journal for the next start.
  /// Blocks for `milliseconds` at most; a store that does not answer is left to itself then.
  public func stop(within milliseconds: Int) -> UInt64 {
    progress.stop(within: milliseconds)
    _ = finished.wait(timeout: .now() + .milliseconds(max(0, milliseconds) + 100))
    return lag.records
  }
}
