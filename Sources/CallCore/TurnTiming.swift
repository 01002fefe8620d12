public import Audio

/// Where the time of one turn went, from the end of the caller's speech to the agent's first audio.
///
/// The stages overlap when the reply is started before the turn is confirmed, so they need not add up to the
/// whole.
public struct TurnTiming: Sendable, Equatable {
  /// The turn's number in the call, from 1.
  public var turn: Int
  /// End of speech in the audio to the decision that the turn is over.
  public var endpointing: MediaTime
  /// Request of the settled text to its arrival.
  public var recognition: MediaTime
  /// Request of the reply to its first whole clause.
  public var reply: MediaTime
  /// First clause to first audio.
  public var synthesis: MediaTime
  /// End of speech in the audio to the first audio handed to the carrier.
  public var voiceToVoice: MediaTime
  /// The reply was under way before the turn was confirmed.
  public var wasSpeculative: Bool
}
