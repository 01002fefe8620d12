/// What the journal did since it was opened.
public struct JournalStatistics: Equatable, Sendable {
  /// Records taken over from callers by the writer.
  public var appended = 0
  /// Records handed to the system; a record counts again when it is written again.
  public var written = 0
  public var durable = 0
  public var refused = 0
  /// Records that the cipher would not seal.
  public var unsealable = 0
  /// Records given up at closing.
  public var lost = 0
  public var syncs = 0
  public var failedAttempts = 0
  /// Bytes handed to the system.
  public var bytes = 0
  public var segmentsCreated = 0
  /// Nanoseconds a sync took.
  public var syncDuration = DurationCounts()
  /// Nanoseconds from an append to the end of the sync that made it last.
  public var durabilityLag = DurationCounts()

  public init() {}
}
