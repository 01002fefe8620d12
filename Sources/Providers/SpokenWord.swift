public import Audio

/// When a word is spoken within its clause, as a synthesiser that knows it tells.
public struct SpokenWord: Sendable, Equatable {
  public var text: String
  /// From the clause's first sample.
  public var start: MediaTime
  public var end: MediaTime

  public init(_ text: String, start: MediaTime, end: MediaTime) {
    self.text = text
    self.start = start
    self.end = end
  }
}
