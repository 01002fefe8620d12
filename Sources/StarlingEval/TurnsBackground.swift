/// What lies under a caller's speech, of unit power at 8 kHz: pink noise, music, or six people talking at once.
struct TurnsBackground: Sendable {
  private let pink: [Float]
  private let music: [Float]
  private let babble: [Float]

  /// - Parameter talk: speech of people who are not on the line.
  init(noise: VADNoise, talk: [[Int16]]) {
    pink = noise.samples(.pink, count: 480_000)
    music = noise.samples(.music, count: 1_600_000)
    babble = Self.mix(talk)
  }

  /// - Parameter condition: which background, and how loud under speech at -20 dBFS.
  func sample(_ condition: TurnsCondition, at index: Int) -> Double {
    let source =
      switch condition {
      case .clean, .echo, .pink20, .pink10: pink
      case .music20, .music10: music
      case .babble20, .babble10: babble
      }
    guard !source.isEmpty else { return 0 }
    return Double(source[index % source.count]) * 3_276.8 * TurnsMath.factor(decibels: -condition.ratio)
  }

  private static func mix(_ talk: [[Int16]]) -> [Float] {
    let length = 240_000
    var sum = [Float](repeating: 0, count: length)
    for person in 0..<6 where !talk.isEmpty {
      var at = 0
      var next = person * 5
      while at < length {
        let words = talk[next % talk.count]
        for (i, sample) in words.enumerated() where at + i < length { sum[at + i] += Float(sample) }
        at += words.count + 800 * (person + 1)
        next += 7
      }
    }
    let power = sum.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(length)
    let gain = Float(1 / max(power, 1e-9).squareRoot())
    return sum.map { $0 * gain }
  }
}
