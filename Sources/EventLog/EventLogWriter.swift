public import Audio
internal import Dispatch
internal import Foundation

/// Writes the event logs of many calls, each into a file of its own, on one thread.
///
/// A call hands over blocks and never waits: a block is a compare-exchange onto a stack, and finds no room when
/// `capacityBytes` of memory wait for the disk. A call that was refused a block stops its log there and says so with
/// its end, which is always taken.
public final class EventLogWriter: Sendable {
  private let loop: EventLogLoop
  private let finished = DispatchGroup()

  /// - Parameters:
  ///   - folder: where the logs go; it exists.
  ///   - capacityBytes: memory that may wait to be written, over all logs. A call at 8 kHz hands over 9 kB a second,
  ///     and its synthesised speech at once.
  ///   - onFailure: called on the writer's thread, once for every file that fails.
  public init(
    folder: String, capacityBytes: Int = 64 << 20,
    onFailure: @escaping @Sendable (EventLogError) -> Void = { _ in }
  ) {
    loop = EventLogLoop(folder: folder, capacity: capacityBytes, onFailure: onFailure)
    finished.enter()
    // The thread keeps the loop and not the writer, whose `deinit` is what ends it.
    let thread = Thread { [loop, finished] in
      loop.run()
      finished.leave()
    }
    thread.name = "event-logs"
    thread.start()
  }

  deinit { loop.close() }

  public var statistics: EventLogStatistics { loop.tally.snapshot }
  /// Memory that waits to be written.
  public var pendingBytes: Int { loop.pendingBytes }

  /// Takes a call's next block; the first is its header, the last its end. Any thread; never waits; false: there was
  /// no room.
  public func append(_ block: LogBlock, of call: CallID) -> Bool { loop.append(block, of: call) }

  /// Writes and closes everything that was handed over, and returns when that is done. Blocks.
  public func shutdown() {
    loop.close()
    finished.wait()
  }
}
