internal import Crypto
internal import Foundation
internal import Glibc

/// Copies files in pieces of 1 MiB, with their sums; what it has written is on the disk when it returns.
struct FileCopier {
  static let pieceBytes = 1 << 20

  /// Called with the bytes of each piece.
  var progress: (Int) -> Void = { _ in }

  /// Copies what `read` gives until it gives less than was asked for.
  ///
  /// - Parameters:
  ///   - read: bytes from an offset, fewer than asked for at the end only.
  ///   - name: what the manifest calls it.
  func copy(
    to path: String, as name: String, read: (_ count: Int, _ offset: Int) throws(BackupError) -> [UInt8]
  ) throws(BackupError) -> BackupManifest.File {
    try Self.makeFolder(above: path)
    let target = try Descriptor(path, O_WRONLY | O_CREAT | O_EXCL, "write")
    var sum = SHA256()
    var offset = 0
    while true {
      let piece = try read(Self.pieceBytes, offset)
      sum.update(data: piece)
      try target.write(piece)
      offset += piece.count
      progress(piece.count)
      if piece.count < Self.pieceBytes { break }
    }
    try target.sync()
    return BackupManifest.File(path: name, bytes: offset, sha256: Self.text(sum.finalize()))
  }

  /// Copies a file as long as it is when its end is reached; nil when it is not there.
  func copy(_ source: String, to path: String, as name: String) throws(BackupError) -> BackupManifest.File? {
    let file: Descriptor
    do throws(BackupError) {
      file = try Descriptor(source, O_RDONLY | O_NOFOLLOW, "read")
    } catch {
      if case .file(_, _, ENOENT) = error { return nil }
      throw error
    }
    return try copy(to: path, as: name) { count, _ throws(BackupError) in try file.read(count) }
  }

  /// The sum of a file that is there already.
  func sum(_ path: String, as name: String) throws(BackupError) -> BackupManifest.File {
    let file = try Descriptor(path, O_RDONLY, "read")
    var sum = SHA256()
    var bytes = 0
    while true {
      let piece = try file.read(Self.pieceBytes)
      sum.update(data: piece)
      bytes += piece.count
      progress(piece.count)
      if piece.count < Self.pieceBytes { break }
    }
    return BackupManifest.File(path: name, bytes: bytes, sha256: Self.text(sum.finalize()))
  }

  /// Writes a small file.
  static func write(_ bytes: [UInt8], to path: String) throws(BackupError) {
    try makeFolder(above: path)
    let target = try Descriptor(path, O_WRONLY | O_CREAT | O_EXCL, "write")
    try target.write(bytes)
    try target.sync()
  }

  /// Makes a file last that another program has written.
  static func sync(_ path: String) throws(BackupError) { try Descriptor(path, O_RDONLY, "sync").sync() }

  /// Makes names last that were created, moved or removed in a folder.
  static func syncFolder(_ path: String) throws(BackupError) {
    try Descriptor(path, O_RDONLY | O_DIRECTORY, "sync").sync()
  }

  static func rename(_ path: String, to target: String) throws(BackupError) {
    guard unsafe Glibc.rename(path, target) == 0 else {
      throw .file(operation: "move to \(target)", path: path, code: errno)
    }
  }

  /// Makes a folder and those above it, for the owner alone.
  static func makeFolder(_ path: String) throws(BackupError) {
    if unsafe mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      try makeFolder(String(path[..<slash]))
      if unsafe mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    }
    throw .file(operation: "make", path: path, code: errno)
  }

  private static func makeFolder(above path: String) throws(BackupError) {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    try makeFolder(String(path[..<slash]))
  }

  private static func text(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef")
    return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  /// An open file, closed when it is released.
  private final class Descriptor {
    private let path: String
    private let number: Int32

    init(_ path: String, _ flags: Int32, _ operation: String) throws(BackupError) {
      self.path = path
      number = unsafe open(path, flags | O_CLOEXEC, 0o600)
      guard number >= 0 else { throw .file(operation: operation, path: path, code: errno) }
    }

    deinit { if number >= 0 { close(number) } }

    func read(_ count: Int) throws(BackupError) -> [UInt8] {
      var code: Int32 = 0
      // Sound: what is read lies inside the buffer, and only what was read is counted as there.
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        while filled < count {
          let got = unsafe Glibc.read(number, buffer.baseAddress.map { unsafe $0 + filled }, count - filled)
          if got < 0, errno == EINTR { continue }
          if got < 0 { code = errno }
          guard got > 0 else { break }
          filled += got
        }
      }
      guard code == 0 else { throw .file(operation: "read", path: path, code: code) }
      return bytes
    }

    func write(_ bytes: [UInt8]) throws(BackupError) {
      var offset = 0
      while offset < bytes.count {
        // Sound: the rest of the array, which lives through the call.
        let written = unsafe bytes.withUnsafeBytes { all in
          unsafe Glibc.write(number, all.baseAddress.map { unsafe $0 + offset }, all.count - offset)
        }
        if written < 0, errno == EINTR { continue }
        guard written >= 0 else { throw .file(operation: "write", path: path, code: errno) }
        offset += written
      }
    }

    func sync() throws(BackupError) {
      guard fsync(number) == 0 else { throw .file(operation: "sync", path: path, code: errno) }
    }
  }
}
