import Journal

final class SimulatedLock: JournalLock {
  private let files: SimulatedFiles
  init(_ files: SimulatedFiles) { self.files = files }
  deinit { files.state.withLock { $0.isLocked = false } }
}
