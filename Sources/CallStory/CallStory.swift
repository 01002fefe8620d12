public import CallCore

/// A call as it is told and drawn. Times are seconds of the caller's media clock, on which both sides of a recording
/// stand.
public struct CallStory: Sendable, Equatable {
  public enum Speaker: Sendable, Equatable { case caller, agent }

  /// What one side said.
  public struct Turn: Sendable, Equatable {
    public var speaker: Speaker
    public var start: Double
    public var end: Double
    /// What was said; of the agent, what it meant to say.
    public var text: String
    /// What the caller heard of it.
    public var heard: String
    public var wasCut = false
  }

  /// A stretch of time; `end` is nil while it lasts.
  public struct Span: Sendable, Equatable {
    public var start: Double
    public var end: Double?
  }

  public struct Moment: Sendable, Equatable {
    public var at: Double
    public var text: String
  }

  /// The agent was silenced because the caller might be interrupting.
  public struct Hold: Sendable, Equatable {
    public enum Ending: Sendable, Equatable { case resumed, cut, open }
    public var start: Double
    public var end: Double?
    public var ending = Ending.open
  }

  /// From the caller's last sound to the agent's first.
  public struct Latency: Sendable, Equatable {
    public var start: Double
    public var end: Double
    public var timing: TurnTiming
  }

  public var title = ""
  public var subtitle = ""
  /// The whole call, in seconds.
  public var length = 0.0
  /// Both sides as the caller heard them.
  public var caller: [Int16] = []
  public var agent: [Int16] = []
  /// Samples a second.
  public var rate = 8_000
  /// Where voice activity heard the caller speak.
  public var speech: [Span] = []
  public var partials: [Moment] = []
  public var turns: [Turn] = []
  public var holds: [Hold] = []
  /// Marks that came back.
  public var marks: [Moment] = []
  public var latencies: [Latency] = []
  /// Digits, noises, failures: what else is worth a word.
  public var happenings: [Moment] = []
  /// Why it ended; empty when the log does not go so far.
  public var ending = ""
  /// Why the engine did what it did, in order.
  public var reasons: [Moment] = []

  public init() {}
}
