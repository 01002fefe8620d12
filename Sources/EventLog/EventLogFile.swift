internal import Glibc

/// A file that only grows. Closed when it goes away.
final class EventLogFile {
  private let path: String
  private let descriptor: Int32

  /// Makes the file, readable by its owner alone: it holds a person's voice. One that is there is not touched.
  init(creating path: String) throws(EventLogError) {
    self.path = path
    descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.error(path) }
  }

  deinit { close(descriptor) }

  func write(_ bytes: [UInt8]) throws(EventLogError) {
    var done = 0
    while done < bytes.count {
      // Sound: what is left of the array, and no more, is given to the system.
      let count = unsafe bytes[done...].withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count > 0 {
        done += count
      } else if errno != EINTR {
        throw Self.error(path)
      }
    }
  }

  private static func error(_ path: String) -> EventLogError {
    .file(path: path, reason: unsafe String(cString: strerror(errno)))
  }
}
