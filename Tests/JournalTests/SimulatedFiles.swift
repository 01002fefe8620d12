import Foundation
import Journal

/// A folder in memory that can lose what was not synced and refuse what it is told to refuse.
final class SimulatedFiles: JournalFiles {
  enum Fault: Equatable {
    /// The next write takes so many bytes only, and the one behind it fails.
    case shortWrite(bytes: Int, then: Int32)
    case write(Int32)
    case sync(Int32)
    case truncate(Int32)
    case create(Int32)
    case folderSync(Int32)
  }
  struct Content {
    var bytes: [UInt8] = []
    /// What a power cut leaves: the bytes of the last sync.
    var safe: [UInt8] = []
    /// First byte that changed since then.
    var changedFrom = 0
  }
  struct State {
    var files: [String: Content] = [:]
    var faults: [Fault] = []
    /// Bytes all files may have together.
    var room = Int.max
    var isDead = false
    var isLocked = false
    var syncs = 0
  }

  let path = "/simulated"
  let state = Locked(State())

  init(_ files: [String: Content] = [:]) { state.withLock { $0.files = files } }

  // MARK: What tests do to it

  func inject(_ faults: Fault...) { state.withLock { $0.faults += faults } }
  func setRoom(_ bytes: Int) { state.withLock { $0.room = bytes } }
  var usedBytes: Int { state.withLock { $0.files.values.reduce(0) { $0 + $1.bytes.count } } }
  var faultsLeft: Int { state.withLock { $0.faults.count } }
  func content(_ name: String) -> [UInt8]? { state.withLock { $0.files[name]?.bytes } }
  func set(_ name: String, _ bytes: [UInt8]) {
    state.withLock { $0.files[name] = Content(bytes: bytes, safe: bytes, changedFrom: bytes.count) }
  }
  func change(_ name: String, _ body: (inout [UInt8]) -> Void) {
    state.withLock { state in
      guard var bytes = state.files[name]?.bytes else { return }
      body(&bytes)
      state.files[name] = Content(bytes: bytes, safe: bytes, changedFrom: bytes.count)
    }
  }
  var segments: [String] { state.withLock { $0.files.keys.filter { $0.hasSuffix(".journal") }.sorted() } }

  /// The folder as it is after a kill (all that was written is there) or a power cut (of what was not synced, any
  /// part is, and some of it as zeros or garbage). This one answers EIO from now on.
  func crash(powerCut: Bool, using generator: inout SeededGenerator) -> SimulatedFiles {
    let files = state.withLock { state in
      state.isDead = true
      return state.files
    }
    var after: [String: Content] = [:]
    for (name, content) in files.sorted(by: { $0.key < $1.key }) {
      var bytes = content.bytes
      if powerCut {
        let unsafeBytes = content.changedFrom..<max(content.changedFrom, bytes.count)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes = content.safe
        case 1 where !unsafeBytes.isEmpty:
          let hole = Int.random(in: unsafeBytes, using: &generator)
          for index in hole..<min(bytes.count, hole + 100) { bytes[index] = 0 }
        case 2 where !unsafeBytes.isEmpty:
          let start = Int.random(in: unsafeBytes, using: &generator)
          for index in start..<bytes.count { bytes[index] = UInt8.random(in: 0...255, using: &generator) }
        default:
          if !unsafeBytes.isEmpty { bytes.removeSubrange(Int.random(in: unsafeBytes, using: &generator)...) }
        }
      }
      after[name] = Content(bytes: bytes, safe: bytes, changedFrom: bytes.count)
    }
    return SimulatedFiles(after)
  }

  // MARK: JournalFiles

  func lock() throws(JournalError) -> any JournalLock {
    let isTaken = state.withLock { state in
      defer { state.isLocked = true }
      return state.isLocked
    }
    if isTaken { throw .inUse(folder: path, pid: 4711) }
    return SimulatedLock(self)
  }

  func names() throws(JournalError) -> [String] {
    try live()
    return state.withLock { state in state.files.keys.filter { !$0.contains("/") } }
  }

  func names(in folder: String) throws(JournalError) -> [String] {
    try live()
    return state.withLock { state in
      state.files.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }
    }
  }

  func open(_ name: String, _ mode: JournalFileMode) throws(JournalError) -> any JournalFile {
    try live()
    let isSegment = name.hasSuffix(".journal")
    let fault: Int32? = state.withLock { state in
      if mode == .create, isSegment, case .create(let code)? = state.faults.first {
        state.faults.removeFirst()
        return code
      }
      let exists = state.files[name] != nil
      if mode == .create, exists { return EEXIST }
      if mode == .read || mode == .update, !exists { return ENOENT }
      if !exists { state.files[name] = Content() }
      return nil
    }
    if let fault { throw .file(.open, name: name, code: fault) }
    return SimulatedFile(name: name, files: self)
  }

  func remove(_ name: String) throws(JournalError) {
    try live()
    state.withLock { _ = $0.files.removeValue(forKey: name) }
  }

  func syncFolder() throws(JournalError) {
    try live()
    let fault: Int32? = state.withLock { state in
      guard case .folderSync(let code)? = state.faults.first else { return nil }
      state.faults.removeFirst()
      return code
    }
    if let fault { throw .file(.sync, name: path, code: fault) }
  }

  func live() throws(JournalError) {
    if state.withLock({ $0.isDead }) { throw .file(.open, name: path, code: EIO) }
  }
}
