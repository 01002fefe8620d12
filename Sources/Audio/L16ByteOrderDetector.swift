/// Finds out in which byte order a stream of L16 really is, from the audio itself.
///
/// Speech moves little from one sample to the next. Read in the wrong order its low bytes come out on top and it
/// jumps like white noise: the mean difference between neighbouring samples grows five to fifty times. Frames too
/// quiet to tell are left out; the verdict falls once a second of audible audio has been seen, and when that second
/// says too little, after another one.
public struct L16ByteOrderDetector: Sendable {
  public enum Verdict: Sendable, Hashable {
    case undecided, little, big
  }

  /// Holds from the first time it is not `undecided`.
  public private(set) var verdict = Verdict.undecided
  private let samplesNeeded: Int
  private var samplesSeen = 0
  private var littleSum: UInt64 = 0
  private var bigSum: UInt64 = 0

  /// Mean magnitude, in the quieter of both readings, from which a frame counts as audible (about -50 dBFS).
  private static var audibleMagnitude: UInt64 { 100 }
  /// How many times smaller the right order's differences must be.
  private static var margin: UInt64 { 2 }

  /// - Parameter sampleRate: of the stream, in Hz.
  public init(sampleRate: Int) { samplesNeeded = max(sampleRate, 1) }

  /// Looks at a frame's bytes and returns the verdict so far. Does nothing once there is one.
  @_noAllocation @_noLocks
  public mutating func observe(_ bytes: Span<UInt8>) -> Verdict {
    guard verdict == .undecided else { return verdict }
    let little = Self.measure(bytes, highByte: 1)
    let big = Self.measure(bytes, highByte: 0)
    let samples = bytes.count / 2
    guard samples > 1, min(little.magnitude, big.magnitude) / UInt64(samples) >= Self.audibleMagnitude
    else { return .undecided }
    littleSum &+= little.difference
    bigSum &+= big.difference
    samplesSeen &+= samples
    guard samplesSeen >= samplesNeeded else { return .undecided }
    decide()
    return verdict
  }

  private mutating func decide() {
    if littleSum < bigSum / Self.margin {
      verdict = .little
    } else if bigSum < littleSum / Self.margin {
      verdict = .big
    }
    samplesSeen = 0
    littleSum = 0
    bigSum = 0
  }

  /// - Parameter highByte: which of a sample's two bytes is the high one, 0 or 1.
  @_noAllocation @_noLocks
  private static func measure(
    _ bytes: Span<UInt8>, highByte: Int
  ) -> (magnitude: UInt64, difference: UInt64) {
    var magnitude: UInt64 = 0
    var difference: UInt64 = 0
    var last: Int32 = 0
    for i in 0..<bytes.count / 2 {
      let value = Int32(L16.sample(low: bytes[2 &* i &+ 1 &- highByte], high: bytes[2 &* i &+ highByte]))
      magnitude &+= UInt64(value.magnitude)
      if i > 0 { difference &+= UInt64((value &- last).magnitude) }
      last = value
    }
    return (magnitude, difference)
  }
}
