/// Doubles the sample rate of speech, 8 to 16 kHz.
///
/// A linear-phase halfband filter: the given samples stay as they are, and each one between them is the
/// Kaiser-windowed sinc interpolation of its 24 neighbours (Crochiere and Rabiner, Multirate Digital Signal
/// Processing, 1983). Flat within 0.03 dB to 3.4 kHz, images of telephone speech at least 50 dB down.
/// It works on whole utterances, silence around them, so there is no state and no delay.
enum HalfbandUpsampler {
  /// Neighbours on each side.
  static let reach = 12
  /// Weights of the neighbours at distance 1/2, 3/2, … samples.
  private static let weights: [Float] = {
    let beta = 6.0
    let raw = (0..<reach).map { index -> Double in
      let distance = Double(index) + 0.5
      let position = distance / Double(reach)
      let window = bessel(beta * (1 - position * position).squareRoot()) / bessel(beta)
      // sin(π·distance) alternates between 1 and -1.
      return (index % 2 == 0 ? 1 : -1) / (.pi * distance) * window
    }
    let gain = 2 * raw.reduce(0, +)
    return raw.map { Float($0 / gain) }
  }()

  /// Writes the samples of `input`, at twice the rate, from `offset` on into `output`.
  /// - Precondition: `output` has room for twice as many samples from there on.
  static func upsample(_ input: [Float], into output: inout [Float], at offset: Int) {
    precondition(offset >= 0 && output.count - offset >= 2 * input.count)
    let weights = weights
    let silence = [Float](repeating: 0, count: reach)
    let padded = silence + input + silence
    for index in 0..<input.count {
      let centre = index &+ reach
      var between: Float = 0
      for tap in 0..<reach { between += weights[tap] * (padded[centre &- tap] + padded[centre &+ 1 &+ tap]) }
      output[offset &+ 2 &* index] = padded[centre]
      output[offset &+ 2 &* index &+ 1] = between
    }
  }

  /// The modified Bessel function of the first kind and order zero, by its power series.
  private static func bessel(_ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    for k in 1...30 {
      term *= (x / 2 / Double(k)) * (x / 2 / Double(k))
      sum += term
    }
    return sum
  }
}
