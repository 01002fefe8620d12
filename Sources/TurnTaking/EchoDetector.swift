/// Tells whether what comes in is what was sent some time before: an echo of our own voice.
///
/// An echo is our own waveform, late, weaker and a little bent by loudspeaker, room and G.711. So the last 60 to 300 ms
/// of what came in are correlated with what was played, at every delay up to 550 ms, both brought to 4 kHz and
/// whitened. One delay must explain much of the sound, no other may explain as much, and the echo must be weaker than
/// its voice. A caller who speaks over the echo is louder than it, and the likeness falls.
///
/// A frame costs one addition a sample. A search over all delays costs some 0.3 ms and is asked for twice in an
/// utterance at most; once the delay is known, looking there again costs next to nothing.
struct EchoDetector: Sendable {
  /// Of what is compared, a second.
  static var rate: Int { 4_000 }
  /// The longest stretch that is compared, and the longest delay, in samples of that rate.
  static var longestWindow: Int { 1_200 }
  static var longestDelay: Int { 2_200 }
  /// How far the delay of an echo moves between two looks.
  static var slack: Int { 8 }
  /// Other delays this near the best are the same peak.
  private static var peakWidth: Int { 60 }
  private static var size: Int { 4_096 }

  /// What was found at the best delay.
  struct Match: Equatable {
    var delay = 0
    /// The share of the sound's amplitude that is an echo, 0 to 1.
    var likeness: Float = 0
    /// The same at the best delay that is another one.
    var next: Float = 0
    /// The echo's amplitude against that of what was played.
    var gain: Float = 0
    /// The mean amplitude of the sound.
    var level: Float = 0
  }

  private let step: Int
  private var heard: [Int16]
  private var played: [Int16]
  private var sums: (heard: Int32, played: Int32, count: Int) = (0, 0, 0)
  /// Samples taken so far, at 4 kHz.
  private(set) var end = 0

  /// - Parameter sampleRate: of both sides; a multiple of 4000 Hz.
  init(sampleRate: Int) {
    step = max(1, sampleRate / Self.rate)
    heard = [Int16](repeating: 0, count: Self.size)
    played = [Int16](repeating: 0, count: Self.size)
  }

  /// Takes what came in and what was played to the caller in the same time; as much as the shorter one has.
  mutating func append(played output: Span<Int16>, heard input: Span<Int16>) {
    let count = min(output.count, input.count)
    // In step and in one piece, as nearly always: nothing is carried from sample to sample.
    let values = count / step
    let place = end & (Self.size &- 1)
    if sums.count == 0, values * step == count, place + values <= Self.size {
      Self.take(input, by: step, into: &heard, at: place, count: values)
      Self.take(output, by: step, into: &played, at: place, count: values)
      end &+= values
      return
    }
    for index in 0..<count {
      sums.heard &+= Int32(input[index])
      sums.played &+= Int32(output[index])
      sums.count &+= 1
      guard sums.count == step else { continue }
      let place = end & (Self.size &- 1)
      heard[place] = Int16(truncatingIfNeeded: sums.heard / Int32(step))
      played[place] = Int16(truncatingIfNeeded: sums.played / Int32(step))
      end &+= 1
      sums = (0, 0, 0)
    }
  }

  /// Writes the means of each `step` samples.
  private static func take(
    _ samples: Span<Int16>, by step: Int, into circle: inout [Int16], at place: Int, count: Int
  ) {
    var room = circle.mutableSpan
    for value in 0..<count {
      var sum: Int32 = 0
      for index in 0..<step { sum &+= Int32(samples[value &* step &+ index]) }
      room[place &+ value] = Int16(truncatingIfNeeded: sum / Int32(step))
    }
  }

  /// Forgets what it heard.
  mutating func reset() {
    end = 0
    sums = (0, 0, 0)
  }

  /// Compares what was heard from `start` on (300 ms of it at most) with what was played at each of `delays` before.
  func match(from start: Int, delays: ClosedRange<Int>) -> Match {
    let count = min(end - start, Self.longestWindow)
    // As far back as the circle reaches.
    let reach = min(start - 1, start - (end - Self.size) - 1)
    let longest = min(delays.upperBound, Self.longestDelay, reach)
    guard count >= 64, longest >= delays.lowerBound else { return Match() }
    let sound = Self.whitened(heard, from: start, count)
    let voice = Self.whitened(played, from: start - longest, count + longest - delays.lowerBound)
    guard sound.energy > 0 else { return Match() }
    let level = sound.unit * (Float(sound.energy) / Float(count)).squareRoot()
    let room = longest - delays.lowerBound
    var likeness = [Float](repeating: 0, count: room + 1)
    var best = Match(level: level)
    var energy = Self.energy(voice.samples.span.extracting(0..<count))
    let span = voice.samples.span
    for offset in 0...room {
      if offset > 0 {
        energy += Self.square(span[offset + count - 1]) - Self.square(span[offset - 1])
      }
      // A side that says nothing, -60 dBFS, has no echo.
      guard Float(energy) * voice.unit * voice.unit > Float(count) * 900 else { continue }
      let product = Float(
        Self.product(sound.samples.span, span.extracting(offset..<offset + count)).magnitude)
      let value = product / (Float(sound.energy) * Float(energy)).squareRoot()
      likeness[offset] = value
      guard value > best.likeness else { continue }
      let gain = product * sound.unit / (Float(energy) * voice.unit)
      best = Match(delay: longest - offset, likeness: value, gain: gain, level: level)
    }
    let peak = longest - best.delay
    for offset in 0...room where abs(offset - peak) > Self.peakWidth {
      best.next = max(best.next, likeness[offset])
    }
    return best
  }

  /// Samples with their rise put for their height, so that each frequency counts alike, in `unit`s that keep the sum of
  /// 1200 products within 31 bits.
  private static func whitened(
    _ circle: [Int16], from start: Int, _ count: Int
  ) -> (samples: [Int16], unit: Float, energy: Int64) {
    let mask = size &- 1
    let source = circle.span
    var values = [Int32](repeating: 0, count: count)
    var loudest: Int32 = 1
    for index in 0..<count {
      let before = Int32(source[(start &+ index &- 1) & mask])
      let value = Int32(source[(start &+ index) & mask]) &- before &+ before / 8
      values[index] = value
      loudest = max(loudest, abs(value))
    }
    let unit = max(1, Float(loudest) / 1_023)
    var samples = [Int16](repeating: 0, count: count)
    for index in 0..<count { samples[index] = Int16(Float(values[index]) / unit) }
    return (samples, unit, energy(samples.span))
  }

  private static func square(_ value: Int16) -> Int64 { Int64(value) * Int64(value) }

  private static func energy(_ samples: Span<Int16>) -> Int64 { Int64(product(samples, samples)) }

  /// Both of one length, at most 1200; values within ±1023.
  private static func product(_ a: Span<Int16>, _ b: Span<Int16>) -> Int32 {
    var sum: Int32 = 0
    for index in 0..<min(a.count, b.count) { sum &+= Int32(a[index]) &* Int32(b[index]) }
    return sum
  }
}
