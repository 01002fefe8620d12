internal import Dispatch
internal import Foundation

/// Writes all recordings of an engine on one background thread.
///
/// `open`, `append` and `finish` only hand over, from any thread, and return at once; a recording's own calls must
/// come in order. What is handed over is bounded: a block that finds no room is counted and becomes silence of the
/// same length, so that both sides of a recording keep their place in time. `shutdown` writes everything out; a
/// writer that just goes away does so as well, in its own time.
public final class RecordingWriter: Sendable {
  private let queue: RecordingQueue
  private let onFailure: @Sendable (RecordingError) -> Void
  private let finished = DispatchGroup()

  /// - Parameters:
  ///   - capacityBytes: audio that may wait to be written, over all recordings. 1000 calls at 8 kHz hand over
  ///     32 MB a second.
  ///   - onFailure: called once for every recording that fails, on the writer's thread.
  public init(
    capacityBytes: Int = 64 << 20, onFailure: @escaping @Sendable (RecordingError) -> Void = { _ in }
  ) {
    queue = RecordingQueue(sampleLimit: max(capacityBytes, 0) / 2)
    self.onFailure = onFailure
    start()
  }

  deinit { queue.close() }

  /// Frames that found no room and became silence, over all recordings.
  public var framesSilenced: Int { queue.framesSilenced }
  /// Audio that waits to be taken by the writer's thread, in bytes.
  public var pendingBytes: Int { queue.pendingSamples * 2 }

  /// Begins a recording. The file appears a moment later; should it not, `finish` and `onFailure` say why.
  ///
  /// - Parameters:
  ///   - path: of the file, in a folder that exists; a file that is there is replaced.
  ///   - rate: samples a second.
  ///   - seal: nil for a plain WAV file.
  public func open(path: String, rate: Int, seal: RecordingSeal? = nil) -> RecordingID {
    queue.open(path: path, rate: rate, seal)
  }

  /// Hands over a block of s16 samples, best about 100 ms; the shorter side is filled up with silence.
  ///
  /// - Returns: false when there was no room for it.
  @discardableResult
  public func append(_ id: RecordingID, left: Span<Int16>, right: Span<Int16>) -> Bool {
    let count = max(left.count, right.count)
    let samples = [Int16](capacity: count * 2) { output in
      for index in 0..<count {
        output.append(index < left.count ? left[index] : 0)
        output.append(index < right.count ? right[index] : 0)
      }
    }
    return queue.append(id, samples)
  }

  /// Ends a recording. `completion` is called on the writer's thread when the file is complete, or at once after
  /// `shutdown`.
  public func finish(
    _ id: RecordingID, completion: @escaping @Sendable (RecordingSummary) -> Void = { _ in }
  ) {
    if !queue.finish(id, completion) { completion(RecordingLoop.unknown) }
  }

  /// Ends a recording and waits for its file.
  public func finish(_ id: RecordingID) async -> RecordingSummary {
    await withCheckedContinuation { continuation in
      finish(id) { continuation.resume(returning: $0) }
    }
  }

  /// Writes and closes everything that was handed over, and returns when that is done. Blocks.
  public func shutdown() {
    queue.close()
    finished.wait()
  }

  private func start() {
    finished.enter()
    // The thread keeps the queue and not the writer, whose `deinit` is what ends it.
    let thread = Thread { [queue, finished, onFailure] in
      var loop = RecordingLoop(queue: queue, onFailure: onFailure)
      loop.run()
      finished.leave()
    }
    thread.name = "recordings"
    thread.start()
  }
}
