/// How a simulated call ends when its time has come.
public enum CallEnding: String, Sendable, CaseIterable {
  /// The `stop` event, then a close frame: what a carrier does.
  case stop
  /// A close frame without `stop`.
  case close
  /// A TCP reset.
  case reset
  /// Neither reads nor writes any more, and drops the connection three seconds later.
  case vanish
  /// Falls silent and waits up to 20 s for the agent to hang up.
  case agent
  /// Any of the others, chosen by the seed.
  case mix

  /// The ending of one call: itself, or for `mix` one of the others.
  func drawn(with random: inout SeededRandom) -> CallEnding {
    guard self == .mix else { return self }
    let choices = Self.allCases.filter { $0 != .mix }
    return choices[Int(random.next() % UInt64(choices.count))]
  }
}
