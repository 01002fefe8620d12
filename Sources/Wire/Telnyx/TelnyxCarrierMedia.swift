/// The numbers of one media message as the carrier sends it.
public struct TelnyxCarrierMedia: Hashable, Sendable {
  public var track: TelnyxTrack
  /// Counts the media messages of this track.
  public var chunk: Int64
  /// Milliseconds since the stream began.
  public var timestampMs: Int64
  /// Position in the stream, `start` being 1.
  public var sequence: Int64

  public init(track: TelnyxTrack = .inbound, chunk: Int64, timestampMs: Int64, sequence: Int64) {
    self.track = track
    self.chunk = chunk
    self.timestampMs = timestampMs
    self.sequence = sequence
  }
}
