import Audio
import Testing
import TurnTaking

@Suite("Echo of our own voice")
struct EchoWatchTests {
  /// A voice: pulses at a pitch that wanders, and noise, in syllables of 60 to 220 ms of any loudness, with pauses.
  private struct Voice {
    private var state: UInt64
    private var left = 0
    private var gain = 0.0
    private var period = 80
    private var phase = 0
    private var resonance = (0.0, 0.0)

    init(seed: UInt64) { state = (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func random(_ limit: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state >> 33) % limit
    }

    mutating func next() -> Int16 {
      if left == 0 {
        left = (60 + random(160)) * 8
        gain = random(5) == 0 ? 0.002 : [0.15, 0.3, 0.6, 1][random(4)]
        period = 45 + random(60)
      }
      left -= 1
      phase += 1
      if phase >= period { phase = -random(4) }
      let source = (phase == 0 ? 9_000.0 : 0) + Double(random(801) - 400)
      let value = source + 1.4 * resonance.0 - 0.8 * resonance.1
      resonance = (value, resonance.0)
      return Int16(max(-20_000, min(20_000, value * gain)))
    }

    mutating func samples(_ count: Int) -> [Int16] { (0..<count).map { _ in next() } }
  }

  /// Over a telephone line, with a little noise.
  private func line(_ sounds: [[Int16]], seed: UInt64) -> [Int16] {
    var noise = Voice(seed: seed)
    return (sounds.first ?? []).indices.map { index in
      let sum = sounds.reduce(noise.random(21) - 10) { sum, sound in
        sum + (sound.indices.contains(index) ? Int(sound[index]) : 0)
      }
      return G711.decode(G711.encode(Int16(clamping: sum), law: .mu), law: .mu)
    }
  }

  private func echo(of played: [Int16], delay: Int, decibels: Int) -> [Int16] {
    let gains: [Int: Double] = [15: 0.178, 20: 0.1, 26: 0.05, 30: 0.032]
    let gain = gains[decibels] ?? 1
    return played.indices.map { $0 >= delay ? Int16(Double(played[$0 - delay]) * gain) : 0 }
  }

  /// Plays both sides; the detector hears speech at `onset`. The first finding after that, and when it came.
  private func watch(
    _ watch: inout EchoWatch, played: [Int16], heard: [Int16], onset: Int
  ) -> (kept: Bool, echoAt: Int?) {
    let base = watch.position
    var isTold = false
    for start in stride(from: 0, to: min(played.count, heard.count) - 159, by: 160) {
      watch.append(
        played: played.span.extracting(start..<start + 160),
        heard: heard.span.extracting(start..<start + 160),
        isPlaying: true)
      if watch.look() == .echo { return (false, start + 160) }
      if !isTold, start + 160 >= onset + 560 {
        isTold = true
        if watch.judge(.speechStarted(at: base + onset)) == nil { return (true, nil) }
      }
    }
    return (false, nil)
  }

  @Test(
    "is known by its waveform at any delay and strength of a telephone network, and then at once",
    arguments: [20, 160, 333, 480], [15, 20, 26, 30])
  func echoes(delayMs: Int, decibels: Int) {
    var known = 0
    for seed in 1...5 as ClosedRange<UInt64> {
      var voice = Voice(seed: seed)
      let played = voice.samples(8_000 * 2)
      let heard = line([echo(of: played, delay: delayMs * 8, decibels: decibels)], seed: seed + 99)
      var watch = EchoWatch(sampleRate: 8_000)
      let first = self.watch(&watch, played: played, heard: heard, onset: 6_400)
      #expect(!first.kept, "nothing is known yet")
      guard first.echoAt != nil else { continue }
      _ = watch.judge(.speechEnded(at: watch.position))
      if self.watch(&watch, played: played, heard: heard, onset: 8_000).kept { known += 1 }
    }
    #expect(known >= 3, "\(known) of 5")
  }

  @Test("is not what a caller says, before an echo or after one", arguments: 0..<8 as Range<UInt64>)
  func callers(seed: UInt64) {
    for turn in 0..<4 as Range<UInt64> {
      var voice = Voice(seed: seed * 10 + turn)
      var caller = Voice(seed: seed * 10 + turn + 5_000)
      let played = voice.samples(12_000)
      var watch = EchoWatch(sampleRate: 8_000)
      let words = line([caller.samples(12_000)], seed: 3)
      #expect(self.watch(&watch, played: played, heard: words, onset: 4_000) == (false, nil))
      _ = watch.judge(.speechEnded(at: watch.position))
      let heard = line([echo(of: played, delay: 1_200, decibels: 20)], seed: 4)
      _ = self.watch(&watch, played: played, heard: heard, onset: 4_000)
      _ = watch.judge(.speechEnded(at: watch.position))
      #expect(self.watch(&watch, played: played, heard: words, onset: 4_000) == (false, nil))
    }
  }

  @Test("ends where the caller begins to speak over it")
  func callerOverEcho() {
    var voice = Voice(seed: 7)
    var caller = Voice(seed: 8)
    let played = voice.samples(24_000)
    let echo = echo(of: played, delay: 1_200, decibels: 20)
    let words = [Int16](repeating: 0, count: 16_000) + caller.samples(8_000)
    var watch = EchoWatch(sampleRate: 8_000)
    _ = self.watch(&watch, played: played, heard: line([echo], seed: 1), onset: 6_400)
    _ = watch.judge(.speechEnded(at: watch.position))
    let base = watch.position
    let heard = line([echo, words], seed: 2)
    var begun: Int?
    for start in stride(from: 0, to: heard.count - 159, by: 160) where begun == nil {
      watch.append(
        played: played.span.extracting(start..<start + 160),
        heard: heard.span.extracting(start..<start + 160),
        isPlaying: true)
      if case .caller(.speechStarted(let at)) = watch.look() { begun = at - base }
      if start == 8_000 { #expect(watch.judge(.speechStarted(at: base + 7_680)) == nil) }
    }
    #expect(begun.map { (15_000...19_000).contains($0) } == true, "\(begun ?? -1)")
  }

  @Test("is nothing that comes while nothing is played, nor silence, nor a hum")
  func nothing() {
    let silence = [Int16](repeating: 0, count: 16_000)
    let hum = (0..<16_000).map { Int16($0 % 80 < 40 ? 900 : -900) }
    var voice = Voice(seed: 4)
    let played = voice.samples(16_000)
    for (played, heard) in [(silence, played), (silence, silence), (played, silence), (played, hum)] {
      var watch = EchoWatch(sampleRate: 8_000)
      #expect(self.watch(&watch, played: played, heard: heard, onset: 4_000) == (false, nil))
    }
    var idle = EchoWatch(sampleRate: 8_000)
    #expect(idle.judge(.speechStarted(at: 100)) == .caller(.speechStarted(at: 100)))
    #expect(idle.judge(.speechEnded(at: 900)) == .caller(.speechEnded(at: 900)))
    #expect(idle.searched == 0)
  }

  @Test("costs a few searches in an utterance, however long it is")
  func bounded() {
    var voice = Voice(seed: 5)
    var caller = Voice(seed: 6)
    var watch = EchoWatch(sampleRate: 8_000)
    _ = self.watch(
      &watch, played: voice.samples(80_000), heard: line([caller.samples(80_000)], seed: 9), onset: 4_000)
    #expect(watch.searched <= 4)
  }

  @Test("takes any events in any order", arguments: 0..<40 as Range<UInt64>)
  func anything(seed: UInt64) {
    var dice = Voice(seed: seed)
    var watch = EchoWatch(sampleRate: dice.random(2) == 0 ? 8_000 : 16_000)
    for _ in 0..<60 {
      switch dice.random(4) {
      case 0: _ = watch.judge(.speechStarted(at: dice.random(200_000) - 50_000))
      case 1: _ = watch.judge(.speechEnded(at: dice.random(200_000)))
      default:
        let sound = dice.samples(dice.random(900))
        let played = dice.random(2) == 0 ? sound : [Int16](repeating: 0, count: sound.count)
        watch.append(played: played.span, heard: sound.span, isPlaying: dice.random(3) > 0)
        _ = watch.look()
      }
    }
    #expect(watch.echoes >= 0)
  }
}
