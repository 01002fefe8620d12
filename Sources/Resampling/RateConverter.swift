internal import Foundation

/// Changes the sample rate of a whole recording with a Hann-windowed sinc, band-limited to the lower rate. Slow and
/// plain: for files, not for calls.
public struct RateConverter: Sendable {
  private let step: Double
  private let cutoff: Double
  private let reach: Double

  public init(from source: Int, to target: Int) {
    self.init(step: Double(source) / Double(target))
  }

  /// - Parameters:
  ///   - step: source samples for each sample that comes out, above 0; another speed is another rate played as the same.
  ///   - reach: the window's half, in samples of the lower rate.
  public init(step: Double, reach: Double = 24) {
    self.step = step
    // A little under half of the lower rate, in cycles a source sample.
    cutoff = 0.5 * min(1, 1 / step) * 0.95
    self.reach = reach * max(1, step)
  }

  public func convert(_ samples: [Int16]) -> [Int16] {
    (0..<Int(Double(samples.count) / step)).map { index in
      let value = interpolate(samples, at: Double(index) * step)
      return Int16(max(-32768, min(32767, value.rounded())))
    }
  }

  private func interpolate(_ samples: [Int16], at position: Double) -> Double {
    let low = max(0, Int((position - reach).rounded(.up)))
    let high = min(samples.count - 1, Int(position + reach))
    guard low <= high else { return 0 }
    return (low...high).reduce(0) { sum, index in
      let distance = Double(index) - position
      let phase = 2 * .pi * cutoff * distance
      let sinc = abs(distance) < 1e-9 ? 2 * cutoff : sin(phase) / (.pi * distance)
      return sum + Double(samples[index]) * sinc * (0.5 + 0.5 * cos(.pi * distance / reach))
    }
  }
}
