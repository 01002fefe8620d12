public import Audio

/// A call of which something has been kept for long enough.
public struct ExpiredCall: Sendable, Equatable {
  public var id: CallID
  /// Its file, when the row names one.
  public var recordingPath: String?

  public init(id: CallID, recordingPath: String? = nil) {
    self.id = id
    self.recordingPath = recordingPath
  }
}
