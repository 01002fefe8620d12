import Foundation

/// How loud a stretch of audio is, and how much that changes, from its 20 ms frames.
struct SpeechLoudness: Equatable, Sendable {
  /// Level of the loud frames (95th percentile), dB relative to full scale.
  var loud: Double
  /// Level of the quiet frames (10th percentile), dB relative to full scale.
  var quiet: Double

  /// Speech is loud now and quiet then; line noise is even.
  var looksLikeSpeech: Bool { loud > -50 && loud - quiet > 12 }

  init(loud: Double, quiet: Double) {
    self.loud = loud
    self.quiet = quiet
  }

  init(of samples: [Int16], sampleRate: Int) {
    let width = max(1, sampleRate / 50)
    let levels = stride(from: 0, to: samples.count - width + 1, by: width).map { start in
      let power = samples[start..<start + width].reduce(0) { $0 + Double($1) * Double($1) } / Double(width)
      return 10 * log10(max(power, 1) / (32768 * 32768))
    }.sorted()
    loud = levels.isEmpty ? -90 : levels[(levels.count - 1) * 95 / 100]
    quiet = levels.isEmpty ? -90 : levels[(levels.count - 1) / 10]
  }
}
