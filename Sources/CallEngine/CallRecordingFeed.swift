internal import Audio
internal import Recording

/// A call's frames on their way into its stereo recording: gathered for 100 ms, then handed to the writer's thread.
struct CallRecordingFeed {
  private enum Target {
    case file(RecordingWriter, RecordingID)
    case memory(StereoMemory)
  }
  private let target: Target
  private let block: Int
  private let census = CensusTicket(.recordingFeed)
  private var caller: [Int16] = []
  private var agent: [Int16] = []

  init(writer: RecordingWriter, path: String, rate: Int, seal: RecordingSeal?) {
    self.init(.file(writer, writer.open(path: path, rate: rate, seal: seal)), rate: rate)
  }

  /// A replay's: both sides are kept.
  init(memory: StereoMemory, rate: Int) { self.init(.memory(memory), rate: rate) }

  private init(_ target: Target, rate: Int) {
    self.target = target
    block = rate / 10
    caller.reserveCapacity(block * 2)
    agent.reserveCapacity(block * 2)
  }

  /// - Parameter played: as many samples as the caller's frame has, so that both sides stay aligned.
  mutating func append(caller samples: Span<Int16>, agent played: Span<Int16>) {
    caller.append(samples)
    agent.append(played)
    if caller.count >= block { handOver() }
  }

  private mutating func handOver() {
    switch target {
    case .file(let writer, let id): _ = writer.append(id, left: caller.span, right: agent.span)
    case .memory(let memory): memory.append(caller: caller, agent: agent)
    }
    caller.removeAll(keepingCapacity: true)
    agent.removeAll(keepingCapacity: true)
  }

  mutating func finish() {
    if !caller.isEmpty { handOver() }
    if case .file(let writer, let id) = target { writer.finish(id) }
  }
}
