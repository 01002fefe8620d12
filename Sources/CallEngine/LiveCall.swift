public import CallCore

/// A call that runs, as it stands.
public struct LiveCall: Sendable, Equatable {
  public var info: CallInfo
  public var phase: CallPhase
  /// Turns of the caller so far.
  public var turns: Int
  /// The worker that runs it, from 0.
  public var worker: Int
}
