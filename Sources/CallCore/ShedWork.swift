/// What a call leaves out under load, in the order in which it is left out.
public enum ShedWork: Sendable, Equatable, CaseIterable {
  /// A reply prepared before the turn was confirmed.
  case speculation
  /// A changing hypothesis passed on.
  case partial
  /// An observation for those who watch.
  case diagnostic
}
