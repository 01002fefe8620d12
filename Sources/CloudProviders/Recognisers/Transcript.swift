internal import Audio

/// What a call has had recognised, as a value that is fed: the caller's side, the vendor's messages and the time.
protocol Transcript: Sendable {
  mutating func begin(utterance: Int)
  /// So many samples were sent.
  mutating func sent(_ count: Int)
  mutating func flush(_ flush: Int, at now: MediaTime) -> [TranscriptAction]
  mutating func end(at now: MediaTime) -> [TranscriptAction]
  mutating func received(_ message: [UInt8], at now: MediaTime) -> [TranscriptAction]
  mutating func wake(at now: MediaTime) -> [TranscriptAction]
  /// Nothing was sent for a while; keeps the vendor from hanging up.
  mutating func idle() -> [TranscriptAction]
  /// The last message.
  var farewell: [UInt8] { get }
}
