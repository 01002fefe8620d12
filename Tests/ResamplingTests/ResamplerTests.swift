import Foundation
import Resampling
import Testing

/// Every way from one supported rate to another.
private let pairs = Resampler.supportedRates.flatMap { from in
  Resampler.supportedRates.map { (from: from, to: $0) }
}

@Suite("Resampler")
struct ResamplerTests {
  @Test("a tone comes out as the same tone, in its place", arguments: pairs)
  func tone(from: Int, to: Int) throws {
    let output = try convert(sine(frequency: 700, samples: from, rate: from), from: from, to: to)
    let expected = sine(frequency: 700, samples: to, rate: to)
    // The first and last filter lengths are where the tone begins and ends from silence.
    #expect(signalToNoise(of: output, against: expected, skipping: to / 50) > 50)
  }

  @Test("the better quality is the cleaner", arguments: [Resampler.Quality.voice, .high])
  func quality(quality: Resampler.Quality) throws {
    let input = sine(frequency: 3_000, samples: 22_050, rate: 22_050)
    let output = try convert(input, from: 22_050, to: 8_000, quality: quality)
    let expected = sine(frequency: 3_000, samples: 8_000, rate: 8_000)
    #expect(signalToNoise(of: output, against: expected, skipping: 400) > (quality == .high ? 55 : 45))
  }

  @Test("what the lower rate cannot carry is taken away, not folded down")
  func aliasing() throws {
    let output = try convert(sine(frequency: 6_000, samples: 48_000, rate: 48_000), from: 48_000, to: 8_000)
    #expect(level(output.dropFirst(200).dropLast(200)) < 10_000 * 0.01)
  }

  @Test("a click stays where it was", arguments: pairs)
  func position(from: Int, to: Int) throws {
    var input = [Int16](repeating: 0, count: from / 2)
    input[from / 4] = 30_000
    let output = try convert(input, from: from, to: to)
    let peak = try #require(output.indices.max { abs(Int(output[$0])) < abs(Int(output[$1])) })
    #expect(abs(peak - to / 4) <= max(1, to / from))
  }

  @Test("the whole length is the input's times the ratio, rounded", arguments: pairs)
  func length(from: Int, to: Int) throws {
    for count in [0, 1, 2, 7, 160, 441, 1_000, 22_049, 22_051] {
      let output = try convert([Int16](repeating: 100, count: count), from: from, to: to)
      #expect(output.count == Int((Double(count) * Double(to) / Double(from)).rounded()))
    }
  }

  @Test("how the input is cut never changes the output", arguments: 0..<20 as Range<UInt64>)
  func chunking(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let pair = pairs.randomElement(using: &generator) ?? (8_000, 16_000)
    let input = (0..<20_000).map { _ in Int16.random(in: -20_000...20_000, using: &generator) }
    let whole = try convert(input, from: pair.from, to: pair.to)
    var resampler = try Resampler(from: pair.from, to: pair.to)
    var output: [Int16] = []
    var start = 0
    while start < input.count {
      let end = min(input.count, start + Int.random(in: 0...700, using: &generator))
      resampler.process(input.span.extracting(start..<end), into: &output)
      start = end
    }
    resampler.flush(into: &output)
    #expect(output == whole, "seed \(seed), \(pair)")
  }

  @Test("one sample at a time gives the same as all at once")
  func singleSamples() throws {
    let input = sine(frequency: 440, samples: 3_000, rate: 22_050)
    var resampler = try Resampler(from: 22_050, to: 8_000)
    var output: [Int16] = []
    for index in input.indices { resampler.process(input.span.extracting(index..<index + 1), into: &output) }
    resampler.flush(into: &output)
    #expect(output == (try convert(input, from: 22_050, to: 8_000)))
  }

  @Test("there is no step at the chunks' borders that the tone itself does not have")
  func noClicks() throws {
    let input = sine(frequency: 400, samples: 22_050, rate: 22_050)
    var resampler = try Resampler(from: 22_050, to: 8_000)
    var output: [Int16] = []
    for start in stride(from: 0, to: input.count, by: 441) {
      resampler.process(input.span.extracting(start..<min(start + 441, input.count)), into: &output)
    }
    let steepest = 10_000 * 2 * Double.pi * 400 / 8_000
    for (previous, next) in zip(output, output.dropFirst()).dropFirst(200) {
      #expect(abs(Double(next) - Double(previous)) < steepest * 1.05)
    }
  }

  @Test("after a flush the next stream is converted as if it were the first")
  func reuse() throws {
    let input = sine(frequency: 500, samples: 5_000, rate: 24_000)
    var resampler = try Resampler(from: 24_000, to: 16_000)
    var first: [Int16] = []
    resampler.process(input.span, into: &first)
    resampler.flush(into: &first)
    var second: [Int16] = []
    resampler.process(input.span, into: &second)
    resampler.flush(into: &second)
    #expect(first == second)
  }

  @Test("a caller's buffer takes what fits, and the rest can be given again")
  func boundedOutput() throws {
    let input = sine(frequency: 500, samples: 4_000, rate: 16_000)
    let whole = try convert(input, from: 16_000, to: 8_000)
    var resampler = try Resampler(from: 16_000, to: 8_000)
    var output: [Int16] = []
    var taken = 0
    while taken < input.count {
      let part = [Int16](capacity: 37) { part in
        taken += resampler.process(input.span.extracting(droppingFirst: taken), into: &part)
      }
      output += part
    }
    resampler.flush(into: &output)
    #expect(output == whole)
  }

  @Test("the loudest input is clipped, not wrapped")
  func clipping() throws {
    let input = (0..<8_000).map { $0 / 20 % 2 == 0 ? Int16.max : Int16.min }
    let output = try convert(input, from: 8_000, to: 16_000)
    for index in stride(from: 420, to: 15_000, by: 80) {
      #expect(output[index] > 20_000, "\(index)")
      #expect(output[index + 40] < -20_000, "\(index)")
    }
  }

  @Test("the delay is a few milliseconds, and none between equal rates", arguments: pairs)
  func latency(from: Int, to: Int) throws {
    let resampler = try Resampler(from: from, to: to)
    let latency = resampler.latencySamples
    #expect(from == to ? latency == 0 : (1...to / 100).contains(latency))
  }

  @Test("other rates are refused", arguments: [0, -8_000, 11_025, 44_100, Int.max])
  func unsupportedRate(rate: Int) {
    #expect(throws: ResamplerError.unsupportedRate(rate)) { _ = try Resampler(from: rate, to: 8_000) }
    #expect(throws: ResamplerError.unsupportedRate(rate)) { _ = try Resampler(from: 8_000, to: rate) }
  }
}

// MARK: Shorthands

private func convert(
  _ input: [Int16], from: Int, to: Int, quality: Resampler.Quality = .voice
) throws -> [Int16] {
  var resampler = try Resampler(from: from, to: to, quality: quality)
  var output: [Int16] = []
  resampler.process(input.span, into: &output)
  resampler.flush(into: &output)
  return output
}

private func sine(frequency: Double, samples: Int, rate: Int) -> [Int16] {
  (0..<samples).map { Int16((10_000 * sin(2 * .pi * frequency * Double($0) / Double(rate))).rounded()) }
}

private func level(_ samples: some Collection<Int16>) -> Double {
  (samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(samples.count)).squareRoot()
}

/// In dB, leaving out `skipping` samples at both ends.
private func signalToNoise(of output: [Int16], against expected: [Int16], skipping: Int) -> Double {
  var (signal, noise) = (0.0, 1e-9)
  for index in skipping..<min(output.count, expected.count) - skipping {
    let difference = Double(output[index]) - Double(expected[index])
    signal += Double(expected[index]) * Double(expected[index])
    noise += difference * difference
  }
  return 10 * log10(signal / noise)
}
