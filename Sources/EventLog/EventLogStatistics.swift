/// What an event-log writer has done since its start.
public struct EventLogStatistics: Sendable, Equatable {
  public var opened = 0
  /// Logs that end early since memory was short; their calls went on.
  public var truncated = 0
  /// Logs whose file could not be made or written.
  public var failed = 0
  public var bytes = 0

  public init() {}
}
