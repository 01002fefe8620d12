internal import Audio
internal import Synchronization

/// Work that a `ProviderLoop` does once, later. Letting go of it changes nothing.
public final class LoopTimer: Sendable {
  private final class Work: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// CLOCK_MONOTONIC, without the loop's origin.
  let due: MediaTime
  private let work: Mutex<Work?>

  init(due: MediaTime, _ run: @escaping @Sendable () -> Void) {
    self.due = due
    work = Mutex(Work(run))
  }

  /// Gives the work up, unless it has begun. Any thread; harmless when repeated.
  public func cancel() { _ = taken() }

  private func taken() -> Work? {
    work.withLock { work in
      defer { work = nil }
      return work
    }
  }

  var isSpent: Bool { work.withLock { $0 == nil } }
  func fire() { taken()?.run() }
}
