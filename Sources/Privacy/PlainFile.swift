internal import Glibc

/// A file of the file system that is open for writing, for its owner alone; closed when it goes.
struct PlainFile: ~Copyable {
  let path: String
  private let descriptor: Int32

  /// Refuses a file that is there.
  init(creating path: String) throws(PrivacyError) { try self.init(path: path, O_RDWR | O_CREAT | O_EXCL) }

  init(replacing path: String) throws(PrivacyError) { try self.init(path: path, O_RDWR | O_CREAT | O_TRUNC) }

  private init(path: String, _ flags: Int32) throws(PrivacyError) {
    // Sound: the C string lives during the call.
    descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o600)
    self.path = path
    guard descriptor >= 0 else { throw .file("create", path: path, code: errno) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func write(_ bytes: [UInt8], at offset: Int) throws(PrivacyError) {
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

  func cut(to size: Int) throws(PrivacyError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw .file("cut", path: path, code: errno) }
  }

  func sync() throws(PrivacyError) {
    guard fsync(descriptor) == 0 else { throw .file("sync", path: path, code: errno) }
  }

  /// Best effort, for what failed halfway.
  func remove() { unsafe _ = unlink(path) }
}
