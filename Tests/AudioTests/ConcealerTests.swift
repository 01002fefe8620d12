import Audio
import Testing

@Suite("Concealer")
struct ConcealerTests {
  private static func hear(_ samples: [Int16], _ concealer: inout HeardLine) -> [Int16] {
    var samples = samples
    var frame = samples.mutableSpan
    concealer.hear(&frame)
    return samples
  }

  private static func conceal(_ count: Int, _ concealer: inout HeardLine) -> [Int16] {
    var samples = [Int16](repeating: 99, count: count)
    var frame = samples.mutableSpan
    concealer.conceal(into: &frame)
    return samples
  }

  private static func largestStep(_ samples: some Sequence<Int16>) -> Int {
    zip(samples, samples.dropFirst()).map { abs(Int($0) - Int($1)) }.max() ?? 0
  }

  @Test("what is heard passes unchanged while nothing is lost")
  func passThrough() {
    var concealer = HeardLine(sampleRate: 8000)
    let tone = Vectors.sine(200, count: 1600, rate: 8000)
    for start in stride(from: 0, to: 1600, by: 160) {
      let frame = Array(tone[start..<start + 160])
      let heard = Self.hear(frame, &concealer)
      #expect(heard == frame)
    }
    let concealing = concealer.isConcealing
    #expect(!concealing)
  }

  @Test("a voiced sound goes on through one lost frame", arguments: [8000, 16_000], [90.0, 125, 160, 197])
  func continues(rate: Int, hertz: Double) {
    let frame = rate / 50
    let first = Vectors.sine(hertz, count: 13 * frame, rate: rate, amplitude: 8000)
    let second = Vectors.sine(3 * hertz, count: 13 * frame, rate: rate, amplitude: 3000)
    let voice = zip(first, second).map { $0 + $1 }
    var concealer = HeardLine(sampleRate: rate)
    var out = [Int16]()
    for (index, start) in stride(from: 0, to: voice.count, by: frame).enumerated() {
      out +=
        index == 10
        ? Self.conceal(frame, &concealer) : Self.hear(Array(voice[start..<start + frame]), &concealer)
    }
    // The first 10 ms are at full level and match the lost signal; nowhere is there a click.
    let lost = 10 * frame..<10 * frame + frame / 2
    #expect(Vectors.snr(voice[lost], out[lost]) > 12)
    #expect(Self.largestStep(out) < Self.largestStep(voice) * 3 / 2)
    #expect(Array(out[(12 * frame)...]) == Array(voice[(12 * frame)...]))
  }

  @Test("a long loss fades and is silent from 60 ms on", arguments: [8000, 16_000])
  func fades(rate: Int) {
    let frame = rate / 50
    var concealer = HeardLine(sampleRate: rate)
    _ = Self.hear(Vectors.sine(150, count: 10 * frame, rate: rate), &concealer)
    let lost = Self.conceal(5 * frame, &concealer)
    let peaks = (0..<5).map { index in
      lost[index * frame..<(index + 1) * frame].map { abs(Int($0)) }.max() ?? 0
    }
    #expect(peaks[0] > 9000)
    #expect(peaks[1] < 9100 && peaks[1] > 4000)
    #expect(peaks[2] < 5100 && peaks[2] > 500)
    #expect(peaks[3] == 0 && peaks[4] == 0)
  }

  @Test(
    "the first frame after a loss is joined without a click and is itself at its end",
    arguments: [1, 2, 3, 6])
  func rejoins(frames: Int) {
    let rate = 8000
    let tone = Vectors.sine(130, count: 20 * 160, rate: rate)
    var concealer = HeardLine(sampleRate: rate)
    _ = Self.hear(Array(tone[..<1600]), &concealer)
    let lost = Self.conceal(frames * 160, &concealer)
    let start = 1600 + frames * 160
    let meant = Array(tone[start..<start + 160])
    let heard = Self.hear(meant, &concealer)
    #expect(Self.largestStep(lost.suffix(2) + heard) < 2500)
    #expect(heard.suffix(80) == meant.suffix(80))
  }

  @Test("before anything was heard there is silence to repeat")
  func nothingHeard() {
    var concealer = HeardLine(sampleRate: 8000)
    let lost = Self.conceal(160, &concealer)
    #expect(lost.allSatisfy { $0 == 0 })
  }

  @Test("the frame borders make no difference", arguments: [1, 37, 80, 480])
  func anyBorders(size: Int) {
    let tone = Vectors.sine(170, count: 1600, rate: 8000)
    var whole = HeardLine(sampleRate: 8000)
    _ = Self.hear(tone, &whole)
    let expected = Self.conceal(480, &whole)
    var cut = HeardLine(sampleRate: 8000)
    _ = Self.hear(tone, &cut)
    var out = [Int16]()
    while out.count < 480 { out += Self.conceal(min(size, 480 - out.count), &cut) }
    #expect(out == expected)
  }

  @Test(
    "full-scale noise, empty frames and endless losses are survived", arguments: 1...10 as ClosedRange<UInt64>
  )
  func hostile(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var concealer = HeardLine(sampleRate: Bool.random(using: &random) ? 8000 : 16_000)
    for _ in 0..<300 {
      let count = Int.random(in: 0...400, using: &random)
      if Bool.random(using: &random) {
        _ = Self.hear((0..<count).map { _ in Bool.random(using: &random) ? .min : .max }, &concealer)
      } else {
        _ = Self.conceal(count, &concealer)
      }
    }
  }
}
