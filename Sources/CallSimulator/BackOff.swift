internal import Audio

/// Waits longer after each refusal in a row, with jitter, so that callers who are refused do not come back at once.
struct BackOff {
  private static let first = MediaTime.milliseconds(100)
  private static let longest = MediaTime.seconds(Int64(5))
  private var delay = Self.first
  private(set) var until = MediaTime.zero

  /// Refusals that come while one waits already are one refusal.
  mutating func refused(at now: MediaTime, random: inout SeededRandom) {
    guard now >= until else { return }
    until = now + .seconds(delay.seconds * (0.5 + random.fraction()))
    delay = min(Self.longest, delay * 2)
  }

  mutating func succeeded() {
    delay = Self.first
  }
}
