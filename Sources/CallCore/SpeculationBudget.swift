/// What a call may spend on replies that are begun before the turn is confirmed.
///
/// A caller who pauses in mid-sentence makes every guess wrong; when too many of the last guesses were thrown away, none
/// is made for some turns, and then it is tried again.
struct SpeculationBudget: Sendable {
  private static let window = 12
  private static let least = 4
  private static let pause = 6
  /// The latest guesses, the newest lowest; a set bit was thrown away.
  private var outcomes: UInt32 = 0
  private var known = 0
  private var pausedTurns = 0
  private(set) var counts = SpeculationCounts()

  func isAllowed(_ waste: Double) -> Bool { pausedTurns == 0 && waste > 0 }

  mutating func started() { counts.started += 1 }

  mutating func skipped() { counts.paused += 1 }

  mutating func used() { note(wasWasted: false, 1) }

  mutating func wasted(limit: Double) {
    counts.wasted += 1
    note(wasWasted: true, limit)
  }

  private mutating func note(wasWasted: Bool, _ limit: Double) {
    outcomes = outcomes << 1 | (wasWasted ? 1 : 0)
    known = min(known + 1, Self.window)
    let bad = (outcomes & (1 << UInt32(Self.window) - 1)).nonzeroBitCount
    guard wasWasted, known >= Self.least, Double(bad) > limit * Double(known) else { return }
    pausedTurns = Self.pause
    outcomes = 0
    known = 0
  }

  /// A turn of the caller's was confirmed.
  mutating func turnOver() { pausedTurns = max(0, pausedTurns - 1) }
}
