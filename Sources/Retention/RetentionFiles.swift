internal import Audio
internal import Foundation
internal import Glibc

/// Files that calls leave beside the database. Each is named after its call, whatever follows a dot.
struct RetentionFiles {
  let folder: String

  /// Removes a file; one that is gone already is no failure.
  static func remove(_ path: String) -> Bool {
    unsafe unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR
  }

  /// Paths of calls that came in before a time and have not been written to since, at most `limit`; ascending, behind
  /// `after`. So an open recording is left alone, and so is what is named otherwise.
  func expired(beforeMs: Int64, after: String?, limit: Int) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var found: [String] = []
    for name in names.sorted() where found.count < limit {
      let path = "\(folder)/\(name)"
      guard path > after ?? "", let call = CallID(name.prefix { $0 != "." }),
        Int64(clamping: call.unixMilliseconds) < beforeMs, let written = Self.modified(path),
        written < beforeMs
      else { continue }
      found.append(path)
    }
    return found
  }

  /// Milliseconds since 1970; nil when it is no plain file.
  private static func modified(_ path: String) -> Int64? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int64(status.st_mtim.tv_sec) * 1_000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
  }
}
