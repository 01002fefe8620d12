/// Caller audio with what is true about it, to the sample: 8 kHz, s16, mono, speech from the first sample to the last.
struct TurnsClip: Sendable {
  /// Where a caller pauses within a turn.
  enum PauseKind: String, Sendable, Codable, CaseIterable { case phrase, clause, filler, sentence, spelled }

  struct Pause: Sendable {
    var kind: PauseKind
    /// Of silence.
    var samples: Range<Int>
  }

  var text: String
  private(set) var samples: [Int16] = []
  private(set) var pauses: [Pause] = []

  init(text: String) { self.text = text }

  init(text: String, samples: [Int16]) {
    self.text = text
    self.samples = samples
  }

  mutating func speak(_ speech: [Int16]) { samples += speech }

  mutating func pause(_ kind: PauseKind, samples count: Int) {
    pauses.append(Pause(kind: kind, samples: samples.count..<samples.count + count))
    samples += [Int16](repeating: 0, count: count)
  }

  /// Speech alone, without the pauses.
  var spoken: Int { samples.count - pauses.reduce(0) { $0 + $1.samples.count } }

  /// From the first to the last sample within 30 dB of the loudest.
  static func trimmed(_ samples: [Int16]) -> [Int16] {
    let range = WERTrack.loudRange(of: samples)
    return Array(samples[range])
  }

  /// The same at -20 dBFS, measured where it is loud, changed by `gain` decibels.
  func raised(by gain: Double) -> TurnsClip {
    let loud = samples.filter { $0.magnitude > 200 }
    guard !loud.isEmpty else { return self }
    let power = loud.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(loud.count)
    let factor = 3_276.8 * TurnsMath.factor(decibels: gain) / power.squareRoot()
    var result = self
    result.samples = samples.map { Int16(max(-32_768, min(32_767, (Double($0) * factor).rounded()))) }
    return result
  }
}
