public import Audio

/// One word of a turn, with its place in the call.
public struct SegmentWord: Sendable, Equatable {
  public var word: String
  /// On the call's media clock.
  public var start: MediaTime
  public var end: MediaTime
  /// The recogniser's, 0 to 1; nil when it gives none.
  public var confidence: Double?

  public init(_ word: String, start: MediaTime, end: MediaTime, confidence: Double? = nil) {
    self.word = word
    self.start = start
    self.end = end
    self.confidence = confidence
  }
}
