internal import Glibc

/// An open file of the file system, closed when it goes.
struct SystemFile: ~Copyable {
  enum Mode {
    case read
    case update
    /// Made when it is not there, emptied when it is; readable by its owner only.
    case replace
    /// Made when it is not there.
    case lock
    /// Refused when it is there; readable by its owner only.
    case create
  }

  let path: String
  private let descriptor: Int32

  init(path: String, mode: Mode) throws(KeyRingError) {
    let flags =
      switch mode {
      case .read: O_RDONLY
      case .update: O_RDWR
      case .replace: O_RDWR | O_CREAT | O_TRUNC
      case .lock: O_RDWR | O_CREAT
      case .create: O_RDWR | O_CREAT | O_EXCL
      }
    // Sound: the C string lives during the call.
    descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o600)
    self.path = path
    guard descriptor >= 0 else { throw .file("open", path: path, code: errno) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func size() throws(KeyRingError) -> Int {
    try FileStamp(descriptor: descriptor, path: path).size
  }

  func stamp() throws(KeyRingError) -> FileStamp { try FileStamp(descriptor: descriptor, path: path) }

  /// Fewer bytes only at the end of the file.
  func read(_ count: Int, at offset: Int) throws(KeyRingError) -> [UInt8] {
    var code: Int32 = 0
    // Sound: reads stay inside the buffer; only what was read counts.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let rest = unsafe UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
        let got = unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
        if got < 0, errno == EINTR { continue }
        if got < 0 { code = errno }
        guard got > 0 else { break }
        filled += got
      }
    }
    guard code == 0 else { throw .file("read", path: path, code: code) }
    return bytes
  }

  func write(_ bytes: [UInt8], at offset: Int) throws(KeyRingError) {
    var done = 0
    while done < bytes.count {
      // Sound: the rest of the array, during the call.
      let written = unsafe bytes.withUnsafeBytes {
        unsafe pwrite(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done, off_t(offset + done))
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw .file("write", path: path, code: written < 0 ? errno : ENOSPC) }
      done += written
    }
  }

  func sync() throws(KeyRingError) {
    guard fsync(descriptor) == 0 else { throw .file("sync", path: path, code: errno) }
  }

  func truncate(to size: Int) throws(KeyRingError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw .file("cut", path: path, code: errno) }
  }

  /// Waits for other processes and threads that hold it; let go when the file is closed.
  func lock() throws(KeyRingError) {
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw .file("lock", path: path, code: errno) }
    }
  }

  static func rename(_ from: String, to target: String) throws(KeyRingError) {
    // Sound: both C strings live during the call.
    guard unsafe Glibc.rename(from, target) == 0 else { throw .file("rename", path: from, code: errno) }
  }

  /// Makes names in a folder last.
  static func syncFolder(_ path: String) throws(KeyRingError) {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .file("open", path: path, code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .file("sync", path: path, code: errno) }
  }
}
