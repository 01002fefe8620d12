internal import Dispatch
internal import Synchronization

/// The bounded queue between the threads of calls and the thread that writes their recordings.
///
/// Blocks do not wake the writer, which looks by itself a few times a second while recordings are open: so that
/// handing one over costs a lock held for a push, and no system call.
final class RecordingQueue: Sendable {
  enum Command: Sendable {
    case open(RecordingID, path: String, rate: Int, RecordingSeal?)
    /// Interleaved samples, after `gap` frames that found no room.
    case append(RecordingID, gap: Int, samples: [Int16])
    case finish(RecordingID, gap: Int, @Sendable (RecordingSummary) -> Void)
  }

  struct Batch {
    var commands: [Command]
    var isClosed: Bool
  }

  private struct State {
    var commands: [Command] = []
    var pendingSamples = 0
    /// Frames refused since a recording's last accepted block, to be made up with silence.
    var gaps: [RecordingID: Int] = [:]
    var framesSilenced = 0
    var nextNumber: UInt64 = 1
    var isRung = false
    var isClosed = false
  }

  private let state = Mutex(State())
  private let bell = DispatchSemaphore(value: 0)
  private let sampleLimit: Int

  init(sampleLimit: Int) { self.sampleLimit = sampleLimit }

  var framesSilenced: Int { state.withLock { $0.framesSilenced } }
  var pendingSamples: Int { state.withLock { $0.pendingSamples } }

  func open(path: String, rate: Int, _ seal: RecordingSeal?) -> RecordingID {
    let (id, rings) = state.withLock { state in
      let id = RecordingID(number: state.nextNumber)
      state.nextNumber += 1
      if !state.isClosed { state.commands.append(.open(id, path: path, rate: rate, seal)) }
      return (id, Self.rings(&state))
    }
    if rings { bell.signal() }
    return id
  }

  /// False: no room, counted; the recording gets silence instead. Nothing is kept after `close`.
  func append(_ id: RecordingID, _ samples: [Int16]) -> Bool {
    let (accepted, rings) = state.withLock { state in
      guard !state.isClosed else { return (false, false) }
      guard state.pendingSamples + samples.count <= sampleLimit else {
        state.gaps[id, default: 0] += samples.count / 2
        state.framesSilenced += samples.count / 2
        return (false, Self.rings(&state))
      }
      let gap = state.gaps.isEmpty ? 0 : state.gaps.removeValue(forKey: id) ?? 0
      state.commands.append(.append(id, gap: gap, samples: samples))
      state.pendingSamples += samples.count
      // Half full: the writer should not sleep its interval out.
      return (true, state.pendingSamples * 2 > sampleLimit ? Self.rings(&state) : false)
    }
    if rings { bell.signal() }
    return accepted
  }

  /// False after `close`: `completion` is then not kept.
  func finish(_ id: RecordingID, _ completion: @escaping @Sendable (RecordingSummary) -> Void) -> Bool {
    let (accepted, rings) = state.withLock { state in
      guard !state.isClosed else { return (false, false) }
      let gap = state.gaps.removeValue(forKey: id) ?? 0
      state.commands.append(.finish(id, gap: gap, completion))
      return (true, Self.rings(&state))
    }
    if rings { bell.signal() }
    return accepted
  }

  func close() {
    let rings = state.withLock { state in
      state.isClosed = true
      return Self.rings(&state)
    }
    if rings { bell.signal() }
  }

  /// Waits for a ring, or for `timeout` at most, and takes everything. `spare` is given in for its storage.
  func take(spare: consuming [Command], timeout: DispatchTime) -> Batch {
    _ = bell.wait(timeout: timeout)
    var commands = spare
    commands.removeAll(keepingCapacity: true)
    return state.withLock { state in
      state.isRung = false
      state.pendingSamples = 0
      swap(&commands, &state.commands)
      return Batch(commands: commands, isClosed: state.isClosed)
    }
  }

  /// One ring wakes the writer however many commands wait.
  private static func rings(_ state: inout State) -> Bool {
    guard !state.isRung else { return false }
    state.isRung = true
    return true
  }
}
