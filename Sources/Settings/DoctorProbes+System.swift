internal import Foundation
internal import Glibc

extension DoctorProbes {
  /// Looks at the machine it runs on. Writes nothing; a library that could be loaded stays loaded.
  public static var system: DoctorProbes {
    DoctorProbes(
      libraryFault: loadFault,
      fileSize: { status(of: $0).map { Int($0.st_size) } },
      text: readText,
      permissions: { status(of: $0).map { Int($0.st_mode & 0o777) } },
      portFault: PortProbe.fault,
      openFileLimit: { .current },
      directory: directoryState,
      cores: { ProcessInfo.processInfo.activeProcessorCount },
      memoryBytes: usableMemory)
  }

  private static func loadFault(_ library: String) -> String? {
    if unsafe dlopen(library, RTLD_LAZY | RTLD_LOCAL) != nil { return nil }
    guard let reason = unsafe dlerror() else { return "cannot be loaded" }
    return unsafe String(cString: reason)
  }

  private static func status(of path: String) -> stat? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status : nil
  }

  private static func readText(_ path: String) -> String? {
    guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? handle.close() }
    guard let bytes = try? handle.read(upToCount: 1 << 20) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// A directory that is missing is judged by its nearest ancestor, where it would be made.
  private static func directoryState(_ path: String) -> DirectoryState {
    var place = URL(fileURLWithPath: path, isDirectory: true).standardizedFileURL
    while status(of: place.path) == nil && place.pathComponents.count > 1 { place.deleteLastPathComponent() }
    guard let status = status(of: place.path), status.st_mode & S_IFMT == S_IFDIR else {
      return DirectoryState(fault: "\(place.path) is not a directory")
    }
    guard unsafe access(place.path, W_OK | X_OK) == 0 else {
      return DirectoryState(fault: "\(place.path): \(SystemReason.last)")
    }
    var room = statvfs()
    guard unsafe statvfs(place.path, &room) == 0 else { return DirectoryState() }
    let (bytes, overflow) = UInt64(room.f_bavail).multipliedReportingOverflow(by: UInt64(room.f_frsize))
    return DirectoryState(freeBytes: overflow ? Int.max : Int(clamping: bytes))
  }

  /// The smaller of what the machine has and what its control group (cgroup v2) allows.
  private static func usableMemory() -> Int? {
    let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let group = readText("/sys/fs/cgroup/memory.max")
    guard let group, let limit = Int(group.filter(\.isNumber)), limit > 0 else { return machine }
    return min(machine, limit)
  }
}
