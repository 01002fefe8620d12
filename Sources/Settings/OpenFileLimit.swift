internal import Glibc

/// How many files and sockets this process may hold open (RLIMIT_NOFILE).
public struct OpenFileLimit: Sendable, Equatable {
  /// In force now; the process itself may raise it up to `hard`, as the server does.
  public var soft: Int
  public var hard: Int

  public init(soft: Int, hard: Int) {
    self.soft = soft
    self.hard = hard
  }

  /// The limit of this process.
  public static var current: OpenFileLimit {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return OpenFileLimit(soft: 1_024, hard: 1_024)
    }
    return OpenFileLimit(soft: Int(clamping: limit.rlim_cur), hard: Int(clamping: limit.rlim_max))
  }

  /// What `calls` live calls need: a socket each, a recording and an event log where those are kept, and 128
  /// for listeners, the database, models and health checks.
  public static func needed(calls: Int, recording: Bool, eventLogs: Bool) -> Int {
    128 + calls * (1 + (recording ? 1 : 0) + (eventLogs ? 1 : 0))
  }
}
