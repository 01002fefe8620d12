import Testing

@testable import Audio

@Suite("Dual tones")
struct DualToneTests {
  /// The energy at a frequency (Goertzel), as a part of all.
  private func share(of frequency: Double, in samples: ArraySlice<Int16>, rate: Int) -> Double {
    let step = 2 * Double.pi * frequency / Double(rate)
    // Rotation by hand: this module's tests import no mathematics either.
    var real = 0.0
    var imaginary = 0.0
    var cosine = 1.0
    var sine = 0.0
    let (stepSine, stepCosine) = (Self.sine(step), Self.sine(step + .pi / 2))
    var energy = 1.0
    for sample in samples {
      let value = Double(sample)
      real += value * cosine
      imaginary += value * sine
      energy += value * value
      (cosine, sine) = (cosine * stepCosine - sine * stepSine, sine * stepCosine + cosine * stepSine)
    }
    return 2 * (real * real + imaginary * imaginary) / (energy * Double(samples.count))
  }

  private static func sine(_ angle: Double) -> Double {
    let x = angle.truncatingRemainder(dividingBy: 2 * .pi)
    var term = x
    var sum = x
    for n in 1...20 {
      term *= -x * x / Double(2 * n * (2 * n + 1))
      sum += term
    }
    return sum
  }

  @Test("every key has its two frequencies and no other", arguments: Array(DualTone.keys), [8_000, 16_000])
  func frequencies(key: Character, rate: Int) throws {
    let pair = try #require(DualTone.frequencies(of: key))
    let samples = DualTone.samples(of: String(key), sampleRate: rate)
    #expect(samples.count == rate * 160 / 1_000)
    let tone = samples[..<(rate / 10)]
    let low = share(of: pair.low, in: tone, rate: rate)
    let high = share(of: pair.high, in: tone, rate: rate)
    #expect(low > 0.3 && high > 0.5 && low + high > 0.95)
    #expect(samples[(rate / 10)...].allSatisfy { $0 == 0 })
    #expect(abs(samples[0]) < 300)
  }

  @Test("what is no key makes no sound")
  func noKeys() {
    #expect(DualTone.samples(of: "x +-", sampleRate: 8_000).isEmpty)
    #expect(DualTone.samples(of: "", sampleRate: 8_000).isEmpty)
    #expect(DualTone.samples(of: "a", sampleRate: 8_000).count == 1_280)
  }

  @Test("comfort noise is quiet, never still, and the same for the same seed")
  func comfortNoise() {
    var one = ComfortNoise(seed: 5)
    var other = ComfortNoise(seed: 5)
    let first = (0..<8_000).map { _ in one.next() }
    #expect(first == (0..<8_000).map { _ in other.next() })
    #expect(first.allSatisfy { abs($0) <= 40 })
    #expect(Set(first).count > 10)
    #expect(abs(first.reduce(0) { $0 + Int($1) }) < 8_000 * 3)
  }
}
