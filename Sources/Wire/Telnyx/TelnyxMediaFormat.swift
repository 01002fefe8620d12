public import Audio

/// What the carrier sends us, as `start` announces it. It says nothing about what the carrier expects back.
public struct TelnyxMediaFormat: Hashable, Sendable {
  /// The codec's name as it was sent; `PCMU` if none was.
  public var encoding: String
  /// Samples a second as stated; 8000 if none, or none that makes sense, was. For G.722 it may be the RTP clock
  /// (8000) or the true rate (16000): the samples are 16 kHz either way (RFC 3551 §4.5.2).
  public var sampleRate: Int
  /// 1 if none was stated.
  public var channels: Int

  public init(encoding: String = "PCMU", sampleRate: Int = 8000, channels: Int = 1) {
    self.encoding = encoding
    self.sampleRate = sampleRate
    self.channels = channels
  }

  /// The codec that `encoding` names; `nil` if it is none of ours.
  public var codec: AudioCodec? { AudioCodec(carrierName: encoding) }
}
