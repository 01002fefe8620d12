public import Audio

/// A stored call without an end.
public struct OpenCall: Sendable, Equatable {
  public var id: CallID
  /// The last that is stored; -1 when none is.
  public var lastSequence: Int64
  /// Milliseconds since 1970; nil when its start was never stored.
  public var startedMs: Int64?
  /// The latest time on its media clock that anything stored of it has.
  public var lastMedia: MediaTime

  public init(id: CallID, lastSequence: Int64, startedMs: Int64?, lastMedia: MediaTime) {
    self.id = id
    self.lastSequence = lastSequence
    self.startedMs = startedMs
    self.lastMedia = lastMedia
  }
}
