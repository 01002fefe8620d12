enum VoiceActivityEvent: Sendable, Equatable {
  case speechStarted(at: Int)
  case speechEnded(at: Int)
}

struct VoiceActivityDetector: Sendable {
  enum Step {
    case needMore, ask
    case decided(VoiceActivityEvent?)
  }
  private var energy = 0.0
  private var last = 0.0
  private var count = 0
  private var position = 0
  private var floor = 40.0
  private var speechFrames = 0
  private var silenceFrames = 0
  private var isSpeech = false
  private var pending: [VoiceActivityEvent] = []

  init() {}

  mutating func append(_ samples: Span<Int16>) {
    for index in samples.indices {
      let value = Double(samples[index])
      let high = value - 0.9 * last
      last = value
      energy += high * high
      count += 1
      position += 1
      if count == 160 { frame() }
    }
  }

  private mutating func frame() {
    let level = 10 * log10Approximate(energy / 160 + 1)
    energy = 0
    count = 0
    if level < floor { floor += (level - floor) * 0.3 } else { floor += min(0.05, level - floor) }
    let above = level - max(floor, 18)
    if above > 10 {
      speechFrames += 1
      silenceFrames = 0
    } else if above < 7 {
      silenceFrames += 1
      if silenceFrames > 2 { speechFrames = 0 }
    }
    if !isSpeech, speechFrames >= 3 {
      isSpeech = true
      pending.append(.speechStarted(at: max(0, position - 160 * (speechFrames + 1))))
    } else if isSpeech, silenceFrames >= 5 {
      isSpeech = false
      speechFrames = 0
      pending.append(.speechEnded(at: position - 160 * silenceFrames))
    }
  }

  private func log10Approximate(_ value: Double) -> Double {
    let exponent = Double(value.exponent)
    let fraction = value.significand - 1
    return (exponent + fraction * (1.3465 - 0.3465 * fraction)) * 0.30103
  }

  mutating func step() -> Step {
    guard !pending.isEmpty else { return .needMore }
    return .decided(pending.removeFirst())
  }
}
