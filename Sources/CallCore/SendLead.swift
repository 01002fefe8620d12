internal import Audio

/// How far ahead of the caller's ear audio is sent: further after it ran out, less again while all goes well.
///
/// What lies ahead is what a clear throws away and what a slow moment of ours uses up, so it is kept as short as the
/// call allows.
struct SendLead: Sendable {
  let shortest: MediaTime
  let longest: MediaTime
  private(set) var current: MediaTime
  /// Messages sent without trouble since the lead was last changed.
  private var quiet = 0
  private static let step = MediaTime.milliseconds(50)
  /// Messages (of 100 ms) without trouble after which a step is given back.
  private static let patience = 100

  init(_ start: MediaTime, from shortest: MediaTime, to longest: MediaTime) {
    self.shortest = min(start, shortest)
    self.longest = max(start, longest)
    current = start
  }

  /// Audio ran out at the carrier.
  mutating func grow() {
    quiet = 0
    current = min(longest, current + Self.step)
  }

  mutating func sentOne() {
    quiet += 1
    guard quiet >= Self.patience else { return }
    quiet = 0
    current = max(shortest, current - Self.step)
  }
}
