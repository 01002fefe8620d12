/// How samples are coded on their way to Deepgram and back.
public enum DeepgramEncoding: String, Hashable, Sendable {
  /// Signed 16-bit, little-endian.
  case linear16
  /// G.711 µ-law, one byte a sample.
  case mulaw
  /// G.711 A-law, one byte a sample.
  case alaw
}
