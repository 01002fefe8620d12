import Foundation
import Testing

@testable import EmbeddedSpeech

@Suite("Speech level")
struct SpeechLevelTests {
  private func tone(seconds: Double, amplitude: Float) -> [Float] {
    (0..<Int(seconds * 16_000)).map { amplitude * sin(Float($0) * 0.2) }
  }

  private func decibels(_ samples: [Int16]) -> Double {
    let power = samples.reduce(0.0) { $0 + pow(Double($1) / 32768, 2) } / Double(samples.count)
    return 10 * log10(power)
  }

  @Test("soft and loud speech come out alike", arguments: [0.01, 0.1, 0.9] as [Float])
  func level(amplitude: Float) {
    let samples = SpeechLevel.prepare(tone(seconds: 1, amplitude: amplitude), sampleRate: 16_000)
    #expect(abs(decibels(samples) - SpeechLevel.targetDecibels) < 0.5)
  }

  @Test("a sharp peak is not clipped")
  func peak() {
    var samples = tone(seconds: 1, amplitude: 0.01)
    samples[8000] = 1.5
    let loudest = SpeechLevel.prepare(samples, sampleRate: 16_000).map { abs(Int($0)) }.max() ?? 0
    #expect(loudest < 32_000)
    #expect(loudest > 28_000)
  }

  @Test("silence at both ends is trimmed to a few hundredths of a second")
  func trim() {
    let silence = [Float](repeating: 0, count: 16_000)
    let samples = SpeechLevel.prepare(
      silence + tone(seconds: 1, amplitude: 0.3) + silence, sampleRate: 16_000)
    #expect((16_000...16_000 + 1_200).contains(samples.count))
    #expect(samples.first == 0)
    #expect(samples.last == 0)
  }

  @Test("nothing but silence is nothing", arguments: [0, 1, 100, 16_000])
  func silence(count: Int) {
    #expect(SpeechLevel.prepare([Float](repeating: 0, count: count), sampleRate: 16_000).isEmpty)
  }
}
