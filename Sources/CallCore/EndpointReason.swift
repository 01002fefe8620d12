public import Audio
public import TurnTaking

/// Why the caller's turn was waited for as long as it was.
public struct EndpointReason: Sendable, Equatable {
  /// The silence that was waited for.
  public var silence: MediaTime
  /// How finished the words sounded.
  public var shape: EndpointingPolicy.WordShape
  /// What the agent had asked for.
  public var answer: EndpointingPolicy.ExpectedAnswer
}
