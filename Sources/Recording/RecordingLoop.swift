internal import Dispatch

/// What the writer's thread does: takes what was handed over, and writes it to the open files.
struct RecordingLoop {
  private struct Entry {
    var recording: StereoRecording?
    var path: String
    var rate: Int
    /// Why there is no recording.
    var failure: RecordingError?
    var framesDropped = 0
    var framesSilenced = 0
  }

  /// With the half second that a recording gathers: what a killed process loses.
  private static let interval = DispatchTimeInterval.milliseconds(200)

  private let queue: RecordingQueue
  private let onFailure: @Sendable (RecordingError) -> Void
  private var entries: [RecordingID: Entry] = [:]

  init(queue: RecordingQueue, onFailure: @escaping @Sendable (RecordingError) -> Void) {
    self.queue = queue
    self.onFailure = onFailure
  }

  static let unknown = RecordingSummary(
    path: "", rate: 0, framesWritten: 0, framesDropped: 0, framesSilenced: 0, failure: .notOpen)

  mutating func run() {
    var spare: [RecordingQueue.Command] = []
    while true {
      let timeout = entries.isEmpty ? DispatchTime.distantFuture : .now() + Self.interval
      let batch = queue.take(spare: spare, timeout: timeout)
      for command in batch.commands { carryOut(command) }
      spare = batch.commands
      guard batch.isClosed else { continue }
      // Nothing is accepted after the close, so what was just taken was the rest.
      for entry in entries.values { entry.recording?.close() }
      return
    }
  }

  private mutating func carryOut(_ command: RecordingQueue.Command) {
    switch command {
    case .open(let id, let path, let rate, let seal): open(id, path, rate, seal)
    case .append(let id, let gap, let samples): append(id, gap, samples)
    case .finish(let id, let gap, let completion):
      append(id, gap, [])
      completion(finish(id))
    }
  }

  private mutating func open(_ id: RecordingID, _ path: String, _ rate: Int, _ seal: RecordingSeal?) {
    do throws(RecordingError) {
      entries[id] = Entry(
        recording: try StereoRecording(path: path, rate: rate, seal: seal), path: path, rate: rate)
    } catch {
      entries[id] = Entry(path: path, rate: rate, failure: error)
      onFailure(error)
    }
  }

  private mutating func append(_ id: RecordingID, _ gap: Int, _ samples: [Int16]) {
    entries[id]?.framesSilenced += gap
    guard let recording = entries[id]?.recording else {
      entries[id]?.framesDropped += gap + samples.count / 2
      return
    }
    do throws(RecordingError) {
      try recording.appendSilence(frames: gap)
      try recording.append(interleaved: samples)
    } catch {
      onFailure(error)
    }
  }

  private mutating func finish(_ id: RecordingID) -> RecordingSummary {
    guard let entry = entries.removeValue(forKey: id) else { return Self.unknown }
    var summary =
      entry.recording?.close()
      ?? RecordingSummary(
        path: entry.path, rate: entry.rate, framesWritten: 0, framesDropped: entry.framesDropped,
        framesSilenced: 0, failure: entry.failure)
    summary.framesSilenced = entry.framesSilenced
    return summary
  }
}
