import Foundation

/// Noise and music of unit power at 8 kHz, the same every time.
struct VADNoise: Sendable {
  /// The music that was found, for the report.
  let musicName: String
  private let music: [Float]

  /// - Parameter musicFolder: WAV files at 8 kHz, of which a minute each is taken from the fifth second on; a tune
  ///   made here is used when there are none.
  init(musicFolder: String) throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: musicFolder)) ?? []
    var music: [Float] = []
    for name in names.sorted() where name.hasSuffix(".wav") {
      let samples = try VADWave.read("\(musicFolder)/\(name)")
      music += Self.unit(samples.dropFirst(40_000).prefix(480_000).map { Float($0) })
    }
    musicName = music.isEmpty ? "made here (chords, bass and drums)" : "\(musicFolder)/*.wav"
    self.music = music.isEmpty ? Self.unit(Self.tune(seconds: 240)) : music
  }

  func samples(_ sound: VADCondition.Sound, count: Int) -> [Float] {
    switch sound {
    case .pink: Self.unit(Self.pink(count: count, seed: 3))
    case .white: Self.white(count: count, seed: 4)
    case .music: (0..<count).map { music[$0 % music.count] }
    }
  }

  private static func white(count: Int, seed: UInt64) -> [Float] {
    var random = VADRandom(seed: seed)
    return (0..<count).map { _ in Float(random.normal()) }
  }

  /// White noise through Paul Kellet's refined filter, which falls by 3 dB an octave; what lies under 50 Hz, which
  /// no telephone carries, is taken off by a first-order section.
  private static func pink(count: Int, seed: UInt64) -> [Float] {
    let poles: [Float] = [0.998_86, 0.993_32, 0.969, 0.866_5, 0.55, -0.761_6]
    let gains: [Float] = [0.055_517_9, 0.075_075_9, 0.153_852, 0.310_485_6, 0.532_952_2, -0.016_898]
    var state = [Float](repeating: 0, count: poles.count)
    var delayed: Float = 0
    var (slow, result) = (Float(0), [Float]())
    for white in white(count: count, seed: seed) {
      for i in poles.indices { state[i] = poles[i] * state[i] + white * gains[i] }
      let pink = state.reduce(0, +) + delayed + white * 0.536_2
      delayed = white * 0.115_926
      slow += 0.038_5 * (pink - slow)
      result.append(pink - slow)
    }
    return result
  }

  /// Chords with vibrato, a bass and a drum, four beats a second and a half.
  private static func tune(seconds: Int) -> [Float] {
    let roots: [Double] = [220, 174.61, 261.63, 196]
    var random = VADRandom(seed: 5)
    return (0..<seconds * 8_000).map { i in
      let time = Double(i) / 8_000
      let beat = (time / 0.375).truncatingRemainder(dividingBy: 1)
      let root = roots[Int(time / 1.5) % roots.count] * (1 + 0.004 * sin(2 * .pi * 5.5 * time))
      var sum = 0.8 * sin(2 * .pi * root / 2 * time) * exp(-2 * beat)
      for (third, step) in [1.0, 1.259_92, 1.498_31].enumerated() {
        for harmonic in 1...4 where root * step * Double(harmonic) < 3_800 {
          sum += sin(2 * .pi * root * step * Double(harmonic) * time + Double(third)) / Double(harmonic) * 0.4
        }
      }
      return Float(sum * (0.6 + 0.4 * exp(-3 * beat)) + random.normal() * 0.8 * exp(-30 * beat))
    }
  }

  private static func unit(_ samples: [Float]) -> [Float] {
    guard !samples.isEmpty else { return [] }
    let power = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count)
    let gain = power > 0 ? Float(1 / power.squareRoot()) : 0
    return samples.map { $0 * gain }
  }
}
