import Foundation

/// Sounds that callers make without a word, and sounds around them, made from noise and pulses.
///
/// No recordings of coughs are free to be had here: these have a cough's loudness, length, onset and spectrum, and no
/// voice in them, or a rough one.
enum TurnsSound: String, Sendable, Codable, CaseIterable {
  case cough, throat, slam, keys, breath

  func samples(_ random: inout VADRandom) -> [Int16] {
    let made: [Float] =
      switch self {
      case .cough: Self.cough(&random)
      case .throat: Self.throat(&random)
      case .slam: Self.slam(&random)
      case .keys: Self.keys(&random)
      case .breath: Self.breath(&random)
      }
    let peak = made.reduce(1e-6) { max($0, abs($1)) }
    let height = Float(Double.random(in: 5_000...16_000, using: &random))
    return TurnsClip.trimmed(made.map { Int16(($0 / peak * height).rounded()) })
  }

  /// One to three bursts of noise through a throat, each dying away, the last with a little voice in its tail.
  private static func cough(_ random: inout VADRandom) -> [Float] {
    var result: [Float] = []
    let bursts = Int.random(in: 1...3, using: &random)
    for burst in 0..<bursts {
      let length = Int.random(in: 900...2_000, using: &random)
      let fall = Double.random(in: 300...600, using: &random)
      let isVoiced = burst == bursts - 1 && random.uniform() < 0.5
      let period = Int.random(in: 40...70, using: &random)
      let sound = (0..<length).map { i -> Float in
        let pulse = isVoiced && i > length / 3 && i % period == 0 ? 6.0 : 0
        let attack = min(1, Double(i) / 40)
        return Float((random.normal() + pulse) * attack * exp(-Double(i) / fall))
      }
      result += throughThroat(sound, [700, 1_500, 2_600], [160, 250, 400])
      result += [Float](repeating: 0, count: Int.random(in: 300...1_200, using: &random))
    }
    return result
  }

  /// A rough, low voice: pulses that come unevenly, and noise.
  private static func throat(_ random: inout VADRandom) -> [Float] {
    let length = Int.random(in: 1_800...4_000, using: &random)
    var sound = [Float](repeating: 0, count: length)
    var at = 0.0
    while Int(at) < length {
      sound[Int(at)] = Float(8 + 4 * random.normal())
      at += 8_000 / Double.random(in: 60...110, using: &random)
    }
    for i in sound.indices {
      let shape = sin(.pi * Double(i) / Double(length))
      sound[i] = (sound[i] + Float(0.5 * random.normal())) * Float(shape)
    }
    return throughThroat(sound, [450, 1_100, 2_300], [120, 200, 300])
  }

  private static func slam(_ random: inout VADRandom) -> [Float] {
    let fall = Double.random(in: 200...900, using: &random)
    let sound = (0..<3_200).map { Float(random.normal() * exp(-Double($0) / fall)) }
    return throughThroat(sound, [180, 420, 900], [120, 200, 500])
  }

  private static func keys(_ random: inout VADRandom) -> [Float] {
    var sound = [Float](repeating: 0, count: 6_400)
    var at = 0
    while at < sound.count - 120 {
      for i in 0..<100 { sound[at + i] = Float(random.normal() * exp(-Double(i) / 18)) }
      at += Int.random(in: 600...1_800, using: &random)
    }
    return sound
  }

  private static func breath(_ random: inout VADRandom) -> [Float] {
    let length = Int.random(in: 2_400...5_600, using: &random)
    let sound = (0..<length).map { Float(random.normal() * sin(.pi * Double($0) / Double(length))) }
    return throughThroat(sound, [1_200, 2_800], [900, 1_200])
  }

  /// Resonances side by side, of the given widths (Hz).
  private static func throughThroat(_ input: [Float], _ centres: [Double], _ widths: [Double]) -> [Float] {
    var output = [Float](repeating: 0, count: input.count)
    for (centre, width) in zip(centres, widths) {
      let radius = exp(-.pi * width / 8_000)
      let a1 = Float(2 * radius * cos(2 * .pi * centre / 8_000))
      let a2 = Float(radius * radius)
      let gain = Float(1 - radius)
      var (y1, y2) = (Float(0), Float(0))
      for i in input.indices {
        let y = gain * input[i] + a1 * y1 - a2 * y2
        (y1, y2) = (y, y1)
        output[i] += y
      }
    }
    return output
  }
}
