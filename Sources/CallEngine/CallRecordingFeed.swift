internal import Audio
internal import Recording

/// A call's frames on their way into its stereo recording: gathered for 100 ms, then handed to the writer's thread.
struct CallRecordingFeed {
  private let writer: RecordingWriter
  private let id: RecordingID
  private let block: Int
  private let census = CensusTicket(.recordingFeed)
  private var caller: [Int16] = []
  private var agent: [Int16] = []

  init(writer: RecordingWriter, path: String, rate: Int, seal: RecordingSeal?) {
    self.writer = writer
    id = writer.open(path: path, rate: rate, seal: seal)
    block = rate / 10
    caller.reserveCapacity(block * 2)
    agent.reserveCapacity(block * 2)
  }

  /// - Parameter agent: gives as many samples as the caller's frame has, so that both sides stay aligned.
  mutating func append(caller samples: Span<Int16>, agent track: inout AgentTrack) {
    caller.append(samples)
    track.take(samples.count, onto: &agent)
    if caller.count >= block { handOver() }
  }

  private mutating func handOver() {
    _ = writer.append(id, left: caller.span, right: agent.span)
    caller.removeAll(keepingCapacity: true)
    agent.removeAll(keepingCapacity: true)
  }

  mutating func finish() {
    if !caller.isEmpty { handOver() }
    writer.finish(id)
  }
}
