public import Audio

/// One speaker's uninterrupted contribution, as it is stored: a row of `segments`. Named by call and sequence.
public struct TurnRecord: Sendable, Equatable {
  public enum Speaker: String, Sendable, Codable { case caller, agent }

  public var call: CallID
  public var tenant: String
  /// The record's number in its call.
  public var sequence: Int
  public var speaker: Speaker
  /// What was recognised, or what the agent meant to say.
  public var text: String
  /// The part of an agent's text that was played out; nil for callers.
  public var heardText: String?
  /// The caller spoke over the rest.
  public var wasCut: Bool
  /// On the call's media clock.
  public var start: MediaTime
  public var end: MediaTime
  /// The recogniser's, 0 to 1; nil when it gives none.
  public var confidence: Double?
  /// In order; empty when the recogniser or synthesiser gives none.
  public var words: [SegmentWord]

  public init(
    call: CallID, sequence: Int, speaker: Speaker, text: String, heardText: String? = nil,
    wasCut: Bool = false, start: MediaTime, end: MediaTime, confidence: Double? = nil,
    words: [SegmentWord] = [], tenant: String = Tenant.standard
  ) {
    self.call = call
    self.tenant = tenant
    self.sequence = sequence
    self.speaker = speaker
    self.text = text
    self.heardText = heardText
    self.wasCut = wasCut
    self.start = start
    self.end = end
    self.confidence = confidence
    self.words = words
  }
}
