internal import Glibc

/// A folder of the real file system.
public struct SystemJournalFiles: JournalFiles {
  /// The file that is locked; it names the writing process.
  static let lockName = "lock"
  public let path: String

  public init(path: String) { self.path = path }

  public func lock() throws(JournalError) -> any JournalLock {
    try Self.makeFolder(path)
    let descriptor = unsafe Glibc.open(full(Self.lockName), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(.open, Self.lockName) }
    let lock = SystemJournalLock(descriptor: descriptor)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw failure(.lock, Self.lockName) }
      throw .inUse(folder: path, pid: lock.holder())
    }
    guard lock.nameHolder() else { throw failure(.write, Self.lockName) }
    return lock
  }

  public func names() throws(JournalError) -> [String] { try list(path) }

  public func names(in folder: String) throws(JournalError) -> [String] {
    do throws(JournalError) {
      return try list(full(folder))
    } catch .file(_, _, code: ENOENT) {
      return []
    }
  }

  private func list(_ path: String) throws(JournalError) -> [String] {
    guard let folder = unsafe opendir(path) else { throw failure(.list, path) }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      // Sound: the system ends the name with a NUL; it is copied before the next readdir.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if unsafe entry.pointee.d_type == 4 || name == Self.lockName { continue }  // 4: a folder
      names.append(name)
    }
    return names
  }

  public func open(_ name: String, _ mode: JournalFileMode) throws(JournalError) -> any JournalFile {
    let flags =
      switch mode {
      case .read: O_RDONLY
      case .update: O_RDWR
      case .create: O_RDWR | O_CREAT | O_EXCL
      case .replace: O_RDWR | O_CREAT
      }
    if mode == .create || mode == .replace, let slash = name.lastIndex(of: "/") {
      try Self.makeFolder(full(String(name[..<slash])))
    }
    let descriptor = unsafe Glibc.open(full(name), flags | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(.open, name) }
    return SystemJournalFile(name: name, descriptor: descriptor)
  }

  public func remove(_ name: String) throws(JournalError) {
    guard unsafe unlink(full(name)) == 0 || errno == ENOENT else { throw failure(.remove, name) }
  }

  public func syncFolder() throws(JournalError) {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(.open, path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure(.sync, path) }
  }

  private func full(_ name: String) -> String { "\(path)/\(name)" }

  private func failure(_ operation: JournalError.FileOperation, _ name: String) -> JournalError {
    let code = errno
    let isReadOnly = code == EROFS || code == EACCES || code == EPERM
    return isReadOnly && name == Self.lockName
      ? .readOnly(folder: path) : .file(operation, name: name, code: code)
  }

  /// Makes the folder and those above it, for the owner alone.
  private static func makeFolder(_ path: String) throws(JournalError) {
    if unsafe mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    let code = errno
    if code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      try makeFolder(String(path[..<slash]))
      if unsafe mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    }
    if code == EROFS || code == EACCES { throw .readOnly(folder: path) }
    throw .file(.open, name: path, code: code)
  }
}
