internal import Glibc

/// A file of the real file system.
final class SystemJournalFile: JournalFile {
  private let name: String
  private let descriptor: Int32

  init(name: String, descriptor: Int32) {
    self.name = name
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  func size() throws(JournalError) -> Int {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failure(.read) }
    return Int(status.st_size)
  }

  func read(_ count: Int, at offset: Int) throws(JournalError) -> [UInt8] {
    var failed: JournalError?
    // Sound: what is read lies inside the buffer, and only what was read is counted as there.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let rest = unsafe UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
        let got = unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
        if got < 0, errno == EINTR { continue }
        if got < 0 { failed = failure(.read) }
        guard got > 0 else { break }
        filled += got
      }
    }
    if let failed { throw failed }
    return bytes
  }

  func write(_ bytes: RawSpan, at offset: Int) throws(JournalError) -> Int {
    while true {
      let written = unsafe bytes.withUnsafeBytes {
        unsafe pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset))
      }
      if written >= 0 { return written }
      guard errno == EINTR else { throw failure(.write) }
    }
  }

  func sync() throws(JournalError) {
    guard fdatasync(descriptor) == 0 else { throw failure(.sync) }
  }

  func truncate(to size: Int) throws(JournalError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw failure(.truncate) }
  }

  private func failure(_ operation: JournalError.FileOperation) -> JournalError {
    .file(operation, name: name, code: errno)
  }
}
