/// Replies of a call that were begun before their turn was confirmed.
public struct SpeculationCounts: Sendable, Equatable {
  public var started = 0
  /// Thrown away: the caller went on, or said something else.
  public var wasted = 0
  /// Not begun because too many before had been thrown away.
  public var paused = 0

  public init() {}
}
