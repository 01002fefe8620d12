import Foundation
import Testing

@testable import EmbeddedSpeech

@Suite("Halfband upsampler")
struct HalfbandUpsamplerTests {
  private func upsample(_ input: [Float]) -> [Float] {
    var output = [Float](repeating: 0, count: input.count * 2)
    HalfbandUpsampler.upsample(input, into: &output, at: 0)
    return output
  }

  @Test("the given samples stay as they are")
  func keepsSamples() {
    var random = SplitMix(state: 7)
    let input = (0..<500).map { _ in Float.random(in: -1...1, using: &random) }
    let output = upsample(input)
    #expect(stride(from: 0, to: 1000, by: 2).map { output[$0] } == input)
  }

  @Test("a tone of telephone speech is drawn as the same tone", arguments: [200.0, 1000, 2000, 3000, 3400])
  func tone(frequency: Double) {
    let input = (0..<800).map { (index: Int) -> Float in
      Float(sin(2 * Double.pi * frequency / 8000 * Double(index)))
    }
    let output = upsample(input)
    let step = 2 * Double.pi * frequency / 16000
    let errors = (200..<1400).map { (index: Int) -> Double in
      abs(Double(output[index]) - sin(step * Double(index)))
    }
    let worst = errors.max() ?? 1
    #expect(worst < 0.02, "off by \(worst)")
  }

  @Test("an offset leaves what is before and behind alone")
  func offset() {
    var output = [Float](repeating: 9, count: 10)
    HalfbandUpsampler.upsample([1, 1], into: &output, at: 3)
    #expect(output[..<3] == [9, 9, 9])
    #expect(output[7...] == [9, 9, 9])
  }

  @Test("nothing in, nothing out")
  func empty() { #expect(upsample([]).isEmpty) }
}
