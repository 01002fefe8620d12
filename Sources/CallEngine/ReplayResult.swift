public import Audio

/// What a replay came to.
public struct ReplayResult: Sendable {
  /// Where the replay first did something else than the call.
  public struct Divergence: Sendable, Equatable {
    /// The entry's number in the log, from 0.
    public var entry: Int
    /// On the engine's clock, counted from the call's beginning.
    public var at: MediaTime
    public var expected: String
    public var actual: String
  }

  /// Nil: every effect and every payload was the same.
  public var divergence: Divergence?
  /// Entries compared.
  public var entries: Int
  /// Events the state machine was fed, and effects it answered with.
  public var events: Int
  public var effects: Int
  public var frames: Int
  /// Both sides as the caller heard them, on the caller's media clock.
  public var caller: [Int16]
  public var agent: [Int16]
  /// Samples a second.
  public var rate: Int
}
