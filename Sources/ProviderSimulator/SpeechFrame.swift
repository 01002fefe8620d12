import Foundation

/// What 20 ms of audio sounds like, in four numbers that cost next to nothing.
struct SpeechFrame: Equatable, Sendable {
  /// Samples of a frame at 8 kHz.
  static let samples = 160
  static let seconds = 0.02

  /// Root mean square, s16.
  var level: Float
  /// log10 of the power.
  var power: Float
  /// The same of the differences (high), sums (low) and differences across two samples (middle), less `power`.
  var high: Float
  var low: Float
  var middle: Float

  /// - Parameter samples: 160 at 8 kHz, after two that came before them.
  init(_ samples: ArraySlice<Int16>) {
    var (sum, highs, lows, middles) = (Float(0), Float(0), Float(0), Float(0))
    var (one, two) = (Float(samples[samples.startIndex + 1]), Float(samples[samples.startIndex]))
    for index in samples.startIndex + 2..<samples.endIndex {
      let sample = Float(samples[index])
      sum += sample * sample
      highs += (sample - one) * (sample - one)
      lows += (sample + one) * (sample + one)
      middles += (sample - two) * (sample - two)
      (two, one) = (one, sample)
    }
    let count = Float(samples.count - 2)
    level = (sum / count).squareRoot()
    // As loud as the noise of a phone line, so that silence has no character.
    let floor: Float = 2500
    power = log10(sum / count + floor)
    high = log10(highs / count + floor) - power
    low = log10(lows / count + floor) - power
    middle = log10(middles / count + floor) - power
  }
}
