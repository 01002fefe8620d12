import Testing

@testable import EventLog

@Suite("Samples in an event log")
struct SampleCoderTests {
  @Test("every signal comes back to the sample", arguments: 0..<20)
  func roundTrip(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let count = [0, 1, 255, 256, 257, 5_000].randomElement(using: &random) ?? 0
    let loudest = [0, 1, 30, 3_000, 32_767].randomElement(using: &random) ?? 0
    var level = 0
    let samples = (0..<count).map { _ in
      level = max(-32_768, min(32_767, level + Int.random(in: -loudest...loudest, using: &random)))
      return Int16(level)
    }
    #expect(SampleCoder.decode(SampleCoder.encode(samples), limit: count) == samples)
    let extremes = samples.map { $0 > 0 ? Int16.max : Int16.min }
    #expect(SampleCoder.decode(SampleCoder.encode(extremes), limit: count) == extremes)
  }

  @Test("silence costs a bit a sample")
  func silence() {
    #expect(SampleCoder.encode([Int16](repeating: 0, count: 8_000)).count < 1_200)
  }

  @Test("more samples than there may be are refused")
  func limit() {
    let bytes = SampleCoder.encode([Int16](repeating: 5, count: 1_000))
    #expect(SampleCoder.decode(bytes, limit: 999) == nil)
    #expect(SampleCoder.decode(Array(bytes.dropLast(5)), limit: 1_000) == nil)
  }
}
