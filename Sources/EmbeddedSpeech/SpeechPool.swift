public import Audio
import Dispatch
import Foundation
import Synchronization

/// The threads that embedded recognition and synthesis run on, bounded in number and in the work that may wait.
///
/// Submitting and cancelling never block for longer than it takes to move an entry in a queue, and may be done
/// from any thread. The threads end when the pool is released.
public final class SpeechPool: Sendable {
  typealias Work = @Sendable () -> Void

  /// What the threads share with the pool's owner; it outlives the pool by the length of one job.
  private final class Shared: Sendable {
    let queue: Mutex<SpeechQueue<Work>>
    /// Counts submissions, so that a thread sleeps only when there is nothing to look at.
    let submitted = DispatchSemaphore(value: 0)
    let isStopped = Atomic<Bool>(false)
    let start = ContinuousClock.now

    init(limits: SpeechQueueLimits) { queue = Mutex(SpeechQueue(limits: limits)) }

    var now: MediaTime {
      let parts = start.duration(to: .now).components
      return .seconds(parts.seconds) + .nanoseconds(parts.attoseconds / 1_000_000_000)
    }

    func runJobs() {
      while !isStopped.load(ordering: .acquiring) {
        submitted.wait()
        while !isStopped.load(ordering: .acquiring), let job = queue.withLock({ $0.next(at: now) }) {
          job.work()
          queue.withLock { $0.finish(job.priority) }
        }
      }
    }
  }

  /// How many threads work.
  public let threads: Int
  private let shared: Shared

  /// Threads for this machine: half of its cores, and never fewer than two, so that a final recognition does not
  /// wait behind a synthesis.
  public static var defaultThreads: Int { max(2, ProcessInfo.processInfo.activeProcessorCount / 2) }

  /// - Parameters:
  ///   - threads: 1 or more.
  ///   - capacity: jobs that may wait; more are refused.
  ///   - acceptableWait: a longer wait counts as overload.
  ///   - niceness: added to the threads' nice value (0...19): the media threads, whose work is short and due at
  ///     once, go first when the cores are contended.
  public init(
    threads: Int = SpeechPool.defaultThreads, capacity: Int = 1024,
    acceptableWait: MediaTime = .milliseconds(250), niceness: Int = 5
  ) {
    self.threads = max(1, threads)
    let shared = Shared(
      limits: .init(
        capacity: capacity, concurrentPartials: max(1, threads - 1), acceptableWait: acceptableWait))
    self.shared = shared
    for number in 1...max(1, threads) {
      let thread = Thread {
        if niceness > 0 {
          setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Int32(min(niceness, 19)))
        }
        shared.runJobs()
      }
      thread.name = "speech-\(number)"
      thread.stackSize = 4 << 20
      thread.start()
    }
  }

  deinit {
    shared.isStopped.store(true, ordering: .releasing)
    for _ in 0..<threads { shared.submitted.signal() }
  }

  /// How busy the pool is now.
  public var load: SpeechLoad { shared.queue.withLock { $0.load(at: shared.now) } }

  /// Whether new calls should be refused.
  public var isOverloaded: Bool { load.isOverloaded }

  /// Puts a job in line; nil when the queue is full.
  ///
  /// - Parameter key: a job that waits with the same key is replaced by this one.
  func submit(_ priority: SpeechPriority, key: Int? = nil, _ work: @escaping Work) -> SpeechTicket? {
    let ticket = shared.queue.withLock { $0.enqueue(work, priority: priority, key: key, at: shared.now) }
    if ticket != nil { shared.submitted.signal() }
    return ticket
  }

  /// Takes a job out of line. False when it has been started, done or cancelled already.
  @discardableResult
  func cancel(_ ticket: SpeechTicket) -> Bool { shared.queue.withLock { $0.cancel(ticket) } }
}
