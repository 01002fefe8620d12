import Audio
import Testing

@Suite("L16 byte order detector")
struct L16ByteOrderDetectorTests {
  private func bytes(_ samples: [Int16], _ order: L16.ByteOrder) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: samples.count * 2)
    var room = bytes.mutableSpan
    _ = L16.encode(samples.span, order: order, into: &room)
    return bytes
  }

  private func speechLike(rate: Int, seconds: Int, seed: UInt64) -> [Int16] {
    var random = SeededGenerator(seed: seed)
    let low = Vectors.sine(180, count: rate * seconds, rate: rate, amplitude: 4000)
    let high = Vectors.sine(1900, count: rate * seconds, rate: rate, amplitude: 900)
    return zip(low, high).map { $0 + $1 + Int16.random(in: -300...300, using: &random) }
  }

  @Test(
    "knows speech in either order after a second of it", arguments: [8000, 16_000], L16.ByteOrder.allCases)
  func speech(rate: Int, order: L16.ByteOrder) {
    var detector = L16ByteOrderDetector(sampleRate: rate)
    let stream = bytes(speechLike(rate: rate, seconds: 2, seed: 1), order)
    let frame = rate / 50 * 2
    var decidedAt: Int?
    for (i, start) in stride(from: 0, to: stream.count, by: frame).enumerated() {
      let verdict = detector.observe(Array(stream[start..<start + frame]).span)
      if verdict != .undecided, decidedAt == nil { decidedAt = i }
    }
    #expect(detector.verdict == (order == .little ? .little : .big))
    #expect(decidedAt == 49)
  }

  @Test("waits for audible audio", arguments: L16.ByteOrder.allCases)
  func quiet(order: L16.ByteOrder) {
    var random = SeededGenerator(seed: 5)
    var detector = L16ByteOrderDetector(sampleRate: 8000)
    for _ in 0..<500 {
      let hiss = (0..<160).map { _ in Int16.random(in: -4...4, using: &random) }
      #expect(detector.observe(bytes(hiss, order).span) == .undecided)
    }
  }

  @Test("gives no verdict on what sounds alike in both orders")
  func ambiguous() {
    var random = SeededGenerator(seed: 6)
    var detector = L16ByteOrderDetector(sampleRate: 8000)
    for _ in 0..<200 {
      let noise = (0..<320).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(detector.observe(noise.span) == .undecided)
    }
  }

  @Test("any length of bytes is fine", arguments: 0..<6)
  func anyLength(count: Int) {
    var detector = L16ByteOrderDetector(sampleRate: 0)
    _ = detector.observe([UInt8](repeating: 0x55, count: count).span)
  }
}
