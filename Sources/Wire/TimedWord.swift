public import Audio

/// A word and when it is spoken, as a recogniser heard it or a voice says it.
public struct TimedWord: Hashable, Sendable {
  public var text: String
  /// From the first sample of the audio that the provider was sent or sends.
  public var start: MediaTime
  public var end: MediaTime
  /// 0…1; `nil` where it is not stated.
  public var confidence: Double?

  public init(_ text: String, start: MediaTime, end: MediaTime, confidence: Double? = nil) {
    self.text = text
    self.start = start
    self.end = end
    self.confidence = confidence
  }
}
