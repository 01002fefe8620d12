/// What a carrier says about one encoded frame, beside its payload.
public struct FrameHeader: Sendable, Hashable {
  public var track: MediaTrack
  /// The carrier's count of frames; -1 where it sent none.
  public var chunk: Int64
  /// The position of the message within the whole stream; -1 where the carrier sent none.
  public var sequence: Int64
  /// The carrier's media time in milliseconds; -1 where it sent none.
  public var timestampMs: Int64
  /// When the frame was taken off the socket, on the engine's monotonic clock.
  public var arrival: MediaTime

  @inlinable
  public init(
    track: MediaTrack, chunk: Int64 = -1, sequence: Int64 = -1, timestampMs: Int64 = -1, arrival: MediaTime
  ) {
    self.track = track
    self.chunk = chunk
    self.sequence = sequence
    self.timestampMs = timestampMs
    self.arrival = arrival
  }
}
