/// What became of a recording.
public struct RecordingSummary: Sendable, Equatable {
  public var path: String
  /// Samples a second.
  public var rate: Int
  /// Frames (one sample of each side) in the file, silence for lost blocks included.
  public var framesWritten: Int
  /// Frames that were not written because the file had failed.
  public var framesDropped: Int
  /// Frames replaced by silence because the writer was too far behind to take them.
  public var framesSilenced: Int
  /// Why the file ends early or does not exist; nil when it is complete.
  public var failure: RecordingError?

  /// Length of the file in seconds.
  public var seconds: Double { rate > 0 ? Double(framesWritten) / Double(rate) : 0 }
}
