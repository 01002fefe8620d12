internal import Audio

/// Short calls opened as fast as possible, to learn how many a second are accepted. Pure.
struct AcceptanceTest {
  let calls: Int
  private(set) var accepted = 0
  private(set) var next = 0
  private var opening = 0
  private var begun: MediaTime?
  private var last = MediaTime.zero
  /// On their way at a time.
  static let maximumOpening = 64

  init(calls: Int) { self.calls = calls }

  /// The tag of a connection that is to be opened now; nil when none is.
  mutating func take(at now: MediaTime) -> Int? {
    guard next < calls, opening < Self.maximumOpening else { return nil }
    if begun == nil { begun = now }
    opening += 1
    next += 1
    return CallOpener.acceptanceTag | (next - 1)
  }

  mutating func opened(at now: MediaTime) {
    opening -= 1
    accepted += 1
    last = now
  }

  mutating func failed() { opening -= 1 }

  /// From the first connection asked for to the last that opened.
  var elapsed: MediaTime { begun.map { max(.milliseconds(1), last - $0) } ?? .zero }
}
