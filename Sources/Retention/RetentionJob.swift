internal import Dispatch
internal import Foundation
public import Records
internal import Synchronization

/// Removes what has been kept for long enough, beside a server's work: at its start and every hour, on a thread of its own.
///
/// A database that fails is tried again an hour later. Stops between two batches.
public final class RetentionJob: Sendable {
  public struct Times: Sendable {
    /// Seconds between two runs, and between two batches.
    public var interval: Double = 3_600
    public var pause = 0.1

    public init() {}
  }

  private let isStopping = Atomic<Bool>(false)
  private let wake = DispatchSemaphore(value: 0)
  private let counts = Mutex<[RetainedKind: Int]>([:])
  private let finished = DispatchGroup()

  /// - Parameters:
  ///   - log: sentences for people, on the job's thread.
  public init(
    _ policy: RetentionPolicy, store: any RecordStore, folders: RetentionFolders, times: Times = Times(),
    log: @escaping @Sendable (String) -> Void
  ) {
    guard !policy.isEmpty else { return }
    finished.enter()
    // The thread keeps the job until it is stopped.
    let thread = Thread { [self] in
      var limits = RetentionRun.Limits()
      limits.pause = { [self] in sleep(times.pause) }
      let run = RetentionRun(policy, store: store, folders: folders, limits: limits)
      repeat { turn(run, log) } while sleep(times.interval)
      finished.leave()
    }
    thread.name = "retention"
    thread.qualityOfService = .background
    thread.start()
  }

  /// Calls of which something was removed, and files without a call, since the start.
  public var removed: [RetainedKind: Int] { counts.withLock { $0 } }

  /// Ends the thread between two batches, or after the one that runs; does not wait longer than `milliseconds`.
  public func stop(within milliseconds: Int) {
    isStopping.store(true, ordering: .releasing)
    wake.signal()
    _ = finished.wait(timeout: .now() + .milliseconds(max(0, milliseconds)))
  }

  private func turn(_ run: RetentionRun, _ log: @Sendable (String) -> Void) {
    var failures = 0
    do throws(StoreError) {
      try run.remove(nowMs: Int64(Date().timeIntervalSince1970 * 1_000)) { kind, count in
        counts.withLock { $0[kind, default: 0] += count }
      } failed: { path in
        failures += 1
        if failures == 1 { log("warning: cannot remove \(path), which has been kept for long enough") }
      }
    } catch {
      log("warning: retention stops for an hour: \(error)")
    }
    if failures > 1 {
      log("warning: \(failures) files that have been kept for long enough cannot be removed")
    }
  }

  /// False when the job is to end.
  private func sleep(_ seconds: Double) -> Bool {
    if !isStopping.load(ordering: .acquiring) { _ = wake.wait(timeout: .now() + seconds) }
    return !isStopping.load(ordering: .acquiring)
  }
}
