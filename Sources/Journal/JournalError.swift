#if canImport(Glibc)
  internal import Glibc
#endif

/// What keeps the journal from working.
public enum JournalError: Error, Equatable, Sendable {
  /// Another engine writes here; stop it or give this one a folder of its own. No `pid` when it could not be read.
  case inUse(folder: String, pid: Int32?)
  /// The folder or its file system cannot be written; mount or permit it otherwise.
  case readOnly(folder: String)
  /// A later release wrote this segment; run that release, or move the segment away.
  case newerVersion(segment: String, version: Int, supported: Int)
  /// The system refused; `code` is its errno.
  case file(FileOperation, name: String, code: Int32)
  /// A file did not get the length it was given (bytes); the disk or its file system is ill.
  case wrongSize(name: String, size: Int, expected: Int)

  public enum FileOperation: String, Sendable {
    case open, lock, list, read, write, sync, truncate, remove
  }
}

extension JournalError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .inUse(let folder, let pid):
      "the journal in \(folder) is in use by \(pid.map { "process \($0)" } ?? "another process"); "
        + "stop that one, or use another data folder"
    case .readOnly(let folder):
      "the journal's folder \(folder) cannot be written; check its owner, its mode and how it is mounted"
    case .newerVersion(let segment, let version, let supported):
      "\(segment) has format version \(version), this release reads up to \(supported); run the newer release"
    case .file(let operation, let name, let code):
      "cannot \(operation.rawValue) \(name): \(Self.text(of: code))"
    case .wrongSize(let name, let size, let expected):
      "\(name) has \(size) bytes where \(expected) were set; check the disk"
    }
  }

  private static func text(of code: Int32) -> String {
    // Sound: strerror answers a C string, which is copied at once.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}
