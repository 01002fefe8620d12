public import Audio

/// How long one caller pauses in the middle of a turn, learned during the call.
///
/// It remembers the last eight pauses that turned out not to be the end, and speaks for them by their upper quartile.
/// Until there are some, three pauses of a usual caller stand in. A value without allocations.
public struct CallerRhythm: Sendable, Equatable {
  /// The upper quartile of a caller of whom nothing is known.
  public static let unknown = MediaTime.milliseconds(650)
  /// Longer silences are no pauses but a new start, shorter ones a stop within a word.
  static let longest = MediaTime.milliseconds(2_000)
  static let shortest = MediaTime.milliseconds(150)

  // In milliseconds; the first `count` are known, the others stand in.
  private var pauses = SIMD8<Int32>(repeating: 0)
  private var next = 0
  /// Pauses heard so far, eight at most.
  public private(set) var count = 0

  public init() {}

  /// Notes a pause after which the caller went on.
  public mutating func heard(pause: MediaTime) {
    guard pause >= Self.shortest, pause <= Self.longest else { return }
    pauses[next] = Int32(pause.nanoseconds / 1_000_000)
    next = (next + 1) % pauses.scalarCount
    count = min(count + 1, pauses.scalarCount)
  }

  /// Of four pauses of this caller, three are no longer than this.
  public var pause: MediaTime {
    let strangers = max(0, 3 - count / 2)
    let total = count + strangers
    let stranger = Int32(Self.unknown.nanoseconds / 1_000_000)
    // The value with a quarter of all above it: the one that has `rank` above it.
    let rank = total / 4
    var best = stranger
    var bestAbove = Int.max
    for candidate in 0..<count + (strangers > 0 ? 1 : 0) {
      let value = candidate < count ? pauses[candidate] : stranger
      var above = stranger > value ? strangers : 0
      for index in 0..<count where pauses[index] > value { above += 1 }
      let distance = abs(above - rank)
      if distance < bestAbove {
        best = value
        bestAbove = distance
      }
    }
    return .milliseconds(Int64(best))
  }
}
