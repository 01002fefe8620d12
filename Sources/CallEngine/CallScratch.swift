/// Room that a worker's calls use one after another while a frame is in hand.
///
/// One for all, so that it stays in the processor's cache: what each call has of its own must be fetched from memory
/// for every frame.
struct CallScratch {
  private var frame: [Int16] = []
  /// What has come for the call in hand, in order and at its rate.
  var ready: [Int16] = []
  /// What the carrier played meanwhile.
  var played: [Int16] = []
  /// What has come at 8 kHz, for calls of another rate.
  var narrow: [Int16] = []

  /// Takes out room for a frame of `count` samples or more.
  mutating func frame(of count: Int) -> [Int16] {
    var frame = exchange(&frame)
    if frame.count < count { frame = [Int16](repeating: 0, count: count) }
    return frame
  }

  mutating func giveBack(_ frame: [Int16]) { self.frame = frame }
}
