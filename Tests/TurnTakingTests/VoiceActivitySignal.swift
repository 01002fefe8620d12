/// Made-up telephone audio for the detector: noise, and something with the pitch and the syllables of a voice.
struct VoiceActivitySignal {
  private(set) var samples: [Int16] = []
  private var random: UInt64

  init(seed: UInt64 = 1) { random = seed }

  /// From 0 up to 1: SplitMix64 (Steele, Lea and Flood, 2014).
  mutating func uniform() -> Double {
    random &+= 0x9E37_79B9_7F4A_7C15
    var mixed = random
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
  }

  mutating func below(_ limit: Int) -> Int { Int(uniform() * Double(limit)) }

  mutating func addSilence(milliseconds: Int) {
    samples += [Int16](repeating: 0, count: milliseconds * 8)
  }

  /// White noise whose mean square is `level` dB under a full-scale square wave.
  mutating func addNoise(milliseconds: Int, level: Double) {
    for _ in 0..<milliseconds * 8 { samples.append(Int16(noise(level))) }
  }

  /// A buzz at 125 Hz with four syllables a second, 20 dB apart from loudest to quietest, over noise.
  mutating func addVoice(milliseconds: Int, level: Double, noise floor: Double = -120) {
    let amplitude = 32_768 * power(level) * 1.7
    for index in 0..<milliseconds * 8 {
      let place = Double(index % 64) / 64
      let syllable = Double(index % 2_000) / 2_000
      let envelope = 0.1 + 0.9 * 4 * syllable * (1 - syllable)
      let buzz = 2 * place - 1 + 0.4 * (index % 16 < 8 ? 1 : -1)
      samples.append(Int16(max(-32_768, min(32_767, amplitude * envelope * buzz + noise(floor)))))
    }
  }

  private mutating func noise(_ level: Double) -> Double {
    // The sum of twelve uniform values is near enough to normal, with deviation 1.
    let normal = (0..<12).reduce(-6.0) { sum, _ in sum + uniform() }
    return max(-32_768, min(32_767, normal * 32_768 * power(level)))
  }

  /// 10 to the power of a twentieth of `decibels`, without a mathematics library.
  private func power(_ decibels: Double) -> Double {
    var (result, rest) = (1.0, -decibels)
    while rest >= 20 { (result, rest) = (result / 10, rest - 20) }
    while rest >= 1 { (result, rest) = (result / 1.122_018_454, rest - 1) }
    return result
  }
}
