/// Lets through so many lines a second and counts the rest.
struct LogLimiter {
  let linesPerSecond: Int
  private var second = Int64.min
  private var passed = 0
  private(set) var suppressed = 0

  init(linesPerSecond: Int) { self.linesPerSecond = linesPerSecond }

  /// Whether a line may pass in the second `now`, and how many were held back since the last that did.
  mutating func admit(atSecond now: Int64) -> (passes: Bool, heldBack: Int) {
    if now != second {
      second = now
      passed = 0
    }
    guard passed < linesPerSecond else {
      suppressed += 1
      return (false, 0)
    }
    passed += 1
    defer { suppressed = 0 }
    return (true, suppressed)
  }
}
