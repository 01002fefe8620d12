/// How much work is to be left out, so that the calls that live keep their audio. Each level includes those before it.
public enum LoadLevel: Int, Sendable, Comparable, CaseIterable {
  case normal
  /// No reply is prepared before the caller's turn is confirmed.
  case noSpeculation
  /// Changing hypotheses are passed on to nobody; only a caller who interrupts is still listened to word by word.
  case noPartials
  /// Nobody watches: no observations, no live view.
  case noDiagnostics
  /// No new calls.
  case noNewCalls

  public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }

  public var shedsSpeculation: Bool { self >= .noSpeculation }
  public var shedsPartials: Bool { self >= .noPartials }
  public var shedsDiagnostics: Bool { self >= .noDiagnostics }
  public var shedsNewCalls: Bool { self >= .noNewCalls }
}
