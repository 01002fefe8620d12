public import Audio

/// How long the simulated providers take, fixed, so that what is left of a turn's latency is the engine's own.
public struct SimulatedServiceTimes: Sendable {
  /// End of an utterance to its text.
  public var recognition = MediaTime.milliseconds(50)
  /// Between two tokens of a reply, and before the first.
  public var token = MediaTime.milliseconds(10)
  /// Request of a sentence to its first audio.
  public var synthesis = MediaTime.milliseconds(50)

  public init() {}
}
