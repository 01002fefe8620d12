internal import Glibc

/// A folder of the file system.
struct PlainFolder: Sendable {
  let path: String

  /// Makes it for its owner alone when it is not there.
  func make() throws(PrivacyError) {
    guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw .file("make", path: path, code: errno)
    }
  }

  /// Names in it, in order; none when it is not there.
  func names() throws(PrivacyError) -> [String] {
    guard let folder = unsafe opendir(path) else {
      if errno == ENOENT { return [] }
      throw .file("list", path: path, code: errno)
    }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      // Sound: the system ends the name with a NUL; it is copied before the next readdir.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Nil when there is no such file. At most 16 MiB.
  func read(_ name: String) throws(PrivacyError) -> [UInt8]? {
    let file = "\(path)/\(name)"
    let descriptor = unsafe Glibc.open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw .file("open", path: file, code: errno)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while bytes.count < 16 << 20 {
      // Sound: reads stay inside the array.
      let count = unsafe piece.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .file("read", path: file, code: errno) }
      if count == 0 { break }
      bytes += piece[..<count]
    }
    return bytes
  }

  /// Writes a file anew; a crash leaves the old one or the new one.
  func replace(_ name: String, with bytes: [UInt8]) throws(PrivacyError) {
    let part = "\(path)/\(name).part"
    do {
      let file = try PlainFile(replacing: part)
      try file.write(bytes, at: 0)
      try file.sync()
    }
    guard unsafe rename(part, "\(path)/\(name)") == 0 else {
      throw .file("rename", path: part, code: errno)
    }
    try sync()
  }

  /// False when there was none.
  func remove(_ name: String) throws(PrivacyError) -> Bool {
    if unsafe unlink("\(path)/\(name)") == 0 { return true }
    guard errno == ENOENT else { throw .file("remove", path: "\(path)/\(name)", code: errno) }
    return false
  }

  /// Makes names last that were made or removed.
  func sync() throws(PrivacyError) {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return }
      throw .file("open", path: path, code: errno)
    }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .file("sync", path: path, code: errno) }
  }
}
