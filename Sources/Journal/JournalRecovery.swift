/// What opening a journal found and did.
public struct JournalRecovery: Equatable, Sendable {
  /// Bytes of a segment that hold no readable record.
  public struct Damage: Equatable, Sendable {
    public var segment: String
    public var offset: Int
    public var byteCount: Int

    public init(segment: String, offset: Int, byteCount: Int) {
      self.segment = segment
      self.offset = offset
      self.byteCount = byteCount
    }
  }

  public internal(set) var segments = 0
  public internal(set) var records = 0
  /// The number the next record gets.
  public internal(set) var nextNumber: UInt64 = 1
  /// Records at the end that had been durable and cannot be found; their numbers are not given again.
  public internal(set) var missing: UInt64 = 0
  /// Torn ends, cut away.
  public internal(set) var cut: [Damage] = []
  /// Unreadable stretches with readable records behind them or ahead of a later segment; left in place, and copied to
  /// `quarantine/<segment>-<offset>`. Found again at every opening while the segment lives.
  public internal(set) var quarantined: [Damage] = []
  /// Segments without a record, removed.
  public internal(set) var removed: [String] = []
  /// Files that are not the journal's, left alone.
  public internal(set) var ignored: [String] = []
  /// What kept a stretch from being copied; the opening went on.
  public internal(set) var quarantineFailures: [JournalError] = []
}
