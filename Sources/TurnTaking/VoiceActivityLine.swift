/// What has been learned of one line: its noise and its caller's voice, as levels and deviations in three bands (dB).
struct VoiceActivityLine: Sendable {
  /// Quieter than this is silence on any telephone line.
  static var floor: Float { -62 }

  private(set) var noise = SIMD4<Float>(repeating: -75)
  private(set) var noiseDeviation = SIMD4<Float>(repeating: 2)
  private(set) var voice = SIMD4<Float>(repeating: -30)
  private(set) var voiceDeviation = SIMD4<Float>(repeating: 7)
  /// The caller's usual level in the band that is loudest; slow to fall, quicker to rise.
  private(set) var voiceLevel: Float = -25

  /// The widest of the noise's deviations: below 2 for line noise, about 8 for music.
  var unsteadiness: Float { max(max(noiseDeviation.x, noiseDeviation.y), noiseDeviation.z) }
  /// The noise in the band where it is loudest.
  var noiseLevel: Float { max(max(noise.x, noise.y), noise.z) }

  /// How far `level` stands over the noise in each band.
  func excess(of level: SIMD4<Float>) -> SIMD4<Float> {
    level - noise.replacing(with: Self.floor, where: noise .< Self.floor)
  }

  /// The excess in the noise's own deviations, none of which counts as less than 1 dB.
  func deviations(of excess: SIMD4<Float>) -> SIMD4<Float> {
    excess / noiseDeviation.replacing(with: 1, where: noiseDeviation .< 1)
  }

  /// Above this a sound is likelier the caller than the noise: where two normal distributions meet, roughly.
  var boundary: SIMD4<Float> {
    let spread = noiseDeviation.replacing(with: 0.7, where: noiseDeviation .< 0.7)
    let meeting = (noise * voiceDeviation + voice * spread) / (spread + voiceDeviation)
    let least = (noise + 2).replacing(with: voiceLevel - 30, where: noise + 2 .< voiceLevel - 30)
    return meeting.replacing(with: least, where: meeting .< least)
  }

  /// Takes the first windows' least level as the noise, until there is a better guess.
  mutating func begin(_ level: SIMD4<Float>, isFirst: Bool) {
    noise = isFirst ? level : noise.replacing(with: level, where: level .< noise)
  }

  /// Learns from a window without speech.
  mutating func learnNoise(_ level: SIMD4<Float>) {
    let difference = level - noise
    let limit = SIMD4<Float>(repeating: 12)
    let limited = difference.clamped(lowerBound: -limit, upperBound: limit)
    let size = difference.replacing(with: -difference, where: difference .< 0)
    noise += limited * Self.noiseRate
    // 1.25 times the mean distance is the standard deviation of a normal distribution.
    noiseDeviation += (size * 1.25 - noiseDeviation) * Self.noiseRate
  }
  private static var noiseRate: Float { 1 / 24 }

  /// Lets the noise fall at once when the line has become much quieter, whoever speaks.
  mutating func follow(_ level: SIMD4<Float>) {
    let fallen = level .< noise - 6 - noiseDeviation * 2
    noise += ((level - noise) * 0.2).replacing(with: 0, where: .!fallen)
  }

  /// Takes `level` as the noise: what was thought speech has not changed for a second, which no voice does.
  mutating func replaceNoise(_ level: SIMD4<Float>, deviation: Float) {
    noise = level
    noiseDeviation = SIMD4(repeating: deviation)
  }

  /// Lifts the noise to the quietest that was heard for a second and more.
  mutating func raiseNoise(to least: SIMD4<Float>) {
    noise = noise.replacing(with: least, where: noise .< least)
  }

  /// Learns from a window of plain speech.
  mutating func learnVoice(_ level: SIMD4<Float>, loudest: Float) {
    voiceLevel += (loudest > voiceLevel ? 0.1 : 0.02) * (loudest - voiceLevel)
    let difference = level - voice
    let size = difference.replacing(with: -difference, where: difference .< 0)
    voice += difference * 0.03
    voiceDeviation += (size * 1.25 - voiceDeviation) * 0.03
  }
}
