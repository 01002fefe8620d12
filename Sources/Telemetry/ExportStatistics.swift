/// What became of spans, since the start.
public struct ExportStatistics: Sendable, Equatable {
  /// The collector took them.
  public var exported = 0
  /// There was no room, here or on the way here.
  public var dropped = 0
  /// The collector refused them, or could not be reached often enough.
  public var failed = 0
  /// Attempts that came to nothing.
  public var failedAttempts = 0
  /// Spans that are waiting or on their way.
  public var pending = 0

  public init() {}
}
