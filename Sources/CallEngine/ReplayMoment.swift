public import Audio
public import CallCore

/// Something a call was fed in a replay, and its answer.
public struct ReplayMoment: Sendable {
  public var event: CallEvent
  public var effects: [CallEffect]
  /// On the engine's clock, counted from the call's beginning.
  public var at: MediaTime
  /// Caller audio received by then.
  public var media: MediaTime
}
