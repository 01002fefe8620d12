internal import Glibc

/// Tells whether a file is the one that was read, and whether it grew.
struct FileStamp: Equatable {
  var device: UInt
  var inode: UInt
  var size: Int
  /// Of the last change.
  var seconds: Int
  var nanoseconds: Int
  /// Permissions.
  var mode: UInt32
  var isFile: Bool

  init(descriptor: Int32, path: String) throws(KeyRingError) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .file("read", path: path, code: errno) }
    self.init(status)
  }

  /// Nil when there is no such file.
  init?(path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
    size = Int(status.st_size)
    seconds = Int(status.st_mtim.tv_sec)
    nanoseconds = Int(status.st_mtim.tv_nsec)
    mode = status.st_mode & 0o7777
    isFile = status.st_mode & S_IFMT == S_IFREG
  }
}
