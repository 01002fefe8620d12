/// What a caller has said in the utterance that is open, as audio that is still to be settled and as settled text.
///
/// The model is made for up to 30 s and its cost grows faster than the length, so a long utterance is cut into
/// segments, at a pause where there is one, and the text of a cut-off segment is settled once. A value that is fed.
struct OpenUtterance: Sendable {
  /// A stretch of the utterance: its audio until the text is known, then only the text.
  struct Segment: Sendable {
    var samples: [Int16]
    var text: String?
  }

  /// Samples in all, over all segments.
  private(set) var count = 0
  /// Samples that came when too much was waiting already to be recognised.
  private(set) var dropped = 0
  let number: Int
  let sampleRate: Int
  /// The last one is open, the others are cut off.
  private(set) var segments = [Segment(samples: [])]
  /// Sum of squares over the open segment.
  private var energy = 0.0

  init(number: Int, sampleRate: Int) {
    self.number = number
    self.sampleRate = sampleRate
  }

  /// Samples of the open segment.
  var openCount: Int { segments[segments.count - 1].samples.count }

  mutating func append(_ samples: [Int16]) {
    // In small steps, so that a long append is cut where a stream of short ones would be.
    let step = sampleRate / 10
    for start in stride(from: 0, to: samples.count, by: step) {
      append(samples[start..<min(start + step, samples.count)])
    }
  }

  private mutating func append(_ samples: ArraySlice<Int16>) {
    guard segments.count(where: { $0.text == nil }) <= Self.mostWaitingSegments else {
      dropped += samples.count
      return
    }
    segments[segments.count - 1].samples.append(contentsOf: samples)
    count += samples.count
    for sample in samples { energy += Double(sample) * Double(sample) }
    cutIfLong()
  }

  /// Keeps the text of a cut-off segment and lets its audio go.
  mutating func settle(_ index: Int, text: String) {
    guard index < segments.count - 1 else { return }
    segments[index] = Segment(samples: [], text: text)
  }

  private mutating func cutIfLong() {
    if openCount >= seconds(Self.pauseCutAfterSeconds), let pause = pauseAtEnd() {
      cut(at: pause)
    } else if openCount >= seconds(Self.longestSeconds) {
      cut(at: quietest(from: seconds(Self.hardCutFromSeconds), to: seconds(Self.hardCutToSeconds)))
    }
  }

  /// The middle of a pause that the open segment ends with, if it does.
  private func pauseAtEnd() -> Int? {
    let samples = segments[segments.count - 1].samples
    let tail = samples.suffix(seconds(Self.pauseSeconds))
    let tailPower = power(of: tail)
    // 20 dB under the segment as a whole.
    guard tailPower * 100 < energy / Double(samples.count) else { return nil }
    return samples.count - tail.count / 2
  }

  /// Where the quietest 60 ms begin.
  private func quietest(from low: Int, to high: Int) -> Int {
    let samples = segments[segments.count - 1].samples
    let width = sampleRate * 60 / 1000
    let steps = stride(from: low, through: high - width, by: width / 3)
    return steps.min { power(of: samples[$0..<$0 + width]) < power(of: samples[$1..<$1 + width]) } ?? low
  }

  private mutating func cut(at position: Int) {
    let samples = segments[segments.count - 1].samples
    segments[segments.count - 1].samples = Array(samples[..<position])
    segments.append(Segment(samples: Array(samples[position...])))
    energy = power(of: samples[position...]) * Double(samples.count - position)
  }

  private func power(of samples: ArraySlice<Int16>) -> Double {
    samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(max(1, samples.count))
  }

  private func seconds(_ value: Double) -> Int { Int(value * Double(sampleRate)) }

  private static let pauseCutAfterSeconds = 12.0
  private static let pauseSeconds = 0.4
  private static let longestSeconds = 30.0
  private static let hardCutFromSeconds = 24.0
  private static let hardCutToSeconds = 28.0
  /// At most this many segments wait to be recognised; audio beyond that is dropped and counted.
  private static let mostWaitingSegments = 8
}
