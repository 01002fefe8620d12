/// How long an agent lets things last around its turns, and what it may spend on guesses. Seconds, unless said
/// otherwise.
public struct CallLimits: Sendable, Equatable, Codable {
  /// So long before the longest call is over the agent says so; 0: it does not.
  public var warningSeconds = 30.0
  /// Silence that is granted a caller who asked to wait.
  public var waitSeconds = 45.0
  /// Sound without words for so long is music or noise: it interrupts nobody.
  public var soundSeconds = 4.0
  /// A caller who left music playing is waited for this long before the idle ladder goes on.
  public var holdSeconds = 180.0
  /// The part of speculative replies that may be thrown away, 0 to 1, before speculation pauses.
  public var speculationWaste = 0.7
  /// Times in one turn that the language model may have tools run before it must answer.
  public var toolSteps = 4
  /// US dollars that one call may cost: near it a warning is put on record, beyond it the call ends politely; nil: no limit.
  public var budgetUSD: Double?
  /// US dollars that an agent's calls of one day (UTC) may cost before no more are taken; nil: no limit.
  public var dailyBudgetUSD: Double?

  public init() {}
}
