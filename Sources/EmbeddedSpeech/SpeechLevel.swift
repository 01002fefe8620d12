import Foundation

/// Makes synthesised speech ready to be joined and played: silence trimmed off both ends, one loudness, no clipping.
enum SpeechLevel {
  /// Root mean square of the frames with speech in them, relative to full scale.
  static let targetDecibels = -20.0

  /// - Parameter samples: -1 to 1; louder ones are brought down.
  static func prepare(_ samples: [Float], sampleRate: Int) -> [Int16] {
    let width = max(1, sampleRate / 100)
    let powers = stride(from: 0, to: samples.count, by: width).map { start -> Float in
      let frame = samples[start..<min(start + width, samples.count)]
      return frame.reduce(0) { $0 + $1 * $1 } / Float(frame.count)
    }
    guard let loudest = powers.max(), loudest > quietestSpeech else { return [] }
    // Ends of words are soft: 45 dB under the loudest frame still belongs to them.
    let edge = max(loudest * 3.2e-5, quietestSpeech)
    guard let first = powers.firstIndex(where: { $0 > edge }),
      let last = powers.lastIndex(where: { $0 > edge })
    else { return [] }
    let start = max(0, (first - framesBefore) * width)
    let end = min(samples.count, (last + 1 + framesAfter) * width)
    let gain = gain(
      powers: powers, loudest: loudest, peak: samples[start..<end].reduce(0) { max($0, abs($1)) })
    return faded(samples[start..<end], gain: gain, fade: width / 2)
  }

  private static func gain(powers: [Float], loudest: Float, peak: Float) -> Float {
    let speech = powers.filter { $0 > loudest * 0.01 }
    let level = (speech.reduce(0, +) / Float(speech.count)).squareRoot()
    let wanted = Float(pow(10, targetDecibels / 20)) / level
    return min(wanted, highestPeak / max(peak, 1e-6))
  }

  private static func faded(_ samples: ArraySlice<Float>, gain: Float, fade: Int) -> [Int16] {
    let count = samples.count
    return samples.enumerated().map { index, sample in
      let ramp = min(1, Float(min(index, count - 1 - index)) / Float(max(1, fade)))
      return Int16((max(-1, min(1, sample * gain * ramp)) * 32767).rounded())
    }
  }

  /// -65 dB relative to full scale.
  private static let quietestSpeech: Float = 3.2e-7
  private static let highestPeak: Float = 0.95
  /// 10 ms frames of silence that stay: 20 ms before, 30 ms after.
  private static let framesBefore = 2
  private static let framesAfter = 3
}
