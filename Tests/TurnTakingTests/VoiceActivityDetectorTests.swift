import Testing
import TurnTaking

@Suite("Voice activity detector")
struct VoiceActivityDetectorTests {
  @Test("silence is never speech", arguments: VoiceActivitySettings.Questions.allCases)
  func silence(questions: VoiceActivitySettings.Questions) {
    var signal = VoiceActivitySignal()
    signal.addSilence(milliseconds: 10_000)
    var trace = VoiceActivityTrace(questions)
    trace.hear(signal.samples)
    #expect(trace.events.isEmpty)
  }

  @Test("steady noise is never speech once it is known", arguments: [-60.0, -45, -35, -25], [1, 2, 3])
  func steadyNoise(level: Double, seed: UInt64) {
    var signal = VoiceActivitySignal(seed: seed)
    signal.addNoise(milliseconds: 20_000, level: level)
    var trace = VoiceActivityTrace(.never)
    trace.hear(signal.samples)
    #expect(trace.told.allSatisfy { $0.position < 24_000 }, "seed \(seed)")
    #expect(!trace.detector.isSpeech)
    #expect(abs(Double(trace.detector.noiseFloorDBFS) - level) < 9)
  }

  @Test("noise that sets in during the call is learned within three seconds", arguments: [-45.0, -35])
  func noiseSetsIn(level: Double) {
    var signal = VoiceActivitySignal()
    signal.addSilence(milliseconds: 3_000)
    signal.addNoise(milliseconds: 12_000, level: level)
    var trace = VoiceActivityTrace(.never)
    trace.hear(signal.samples)
    #expect(trace.told.allSatisfy { $0.position < 48_000 })
    #expect(!trace.detector.isSpeech)
  }

  @Test("steady noise is soon no question any more")
  func noiseIsNoQuestion() {
    var signal = VoiceActivitySignal()
    signal.addNoise(milliseconds: 2_000, level: -45)
    var trace = VoiceActivityTrace(.whenUnsure)
    trace.hear(signal.samples)
    let first = trace.questions.count
    signal.addNoise(milliseconds: 20_000, level: -45)
    trace.hear(Array(signal.samples.dropFirst(16_000)))
    #expect(first >= 1)
    #expect(trace.questions.count - first < 30, "of 625 windows")
    #expect(trace.events.isEmpty)
  }

  @Test(
    "an onset is placed at most 20 ms after the first sound and told within 110 ms",
    arguments: VoiceActivitySettings.Questions.allCases, 0..<8)
  func onset(questions: VoiceActivitySettings.Questions, step: Int) throws {
    var signal = VoiceActivitySignal(seed: UInt64(step))
    signal.addNoise(milliseconds: 3_000 + step * 7, level: -55)
    let onset = signal.samples.count
    signal.addVoice(milliseconds: 1_000, level: -20, noise: -55)
    var trace = VoiceActivityTrace(questions)
    trace.hear(signal.samples)
    let told = try #require(trace.told.first)
    guard case .speechStarted(let start) = told.event else {
      Issue.record("it began with \(told.event)")
      return
    }
    #expect((onset - 640...onset + 160).contains(start), "\(start - onset) samples off")
    #expect(told.position - onset <= 880)
  }

  @Test("an end is placed within 60 ms and told within 160 ms", arguments: 0..<8)
  func offset(step: Int) throws {
    var signal = VoiceActivitySignal(seed: UInt64(step))
    signal.addNoise(milliseconds: 3_000, level: -55)
    signal.addVoice(milliseconds: 1_000 + step * 250, level: -20, noise: -55)
    let end = signal.samples.count
    signal.addNoise(milliseconds: 1_000, level: -55)
    var trace = VoiceActivityTrace(.whenUnsure)
    trace.hear(signal.samples)
    let told = try #require(trace.told.last)
    guard case .speechEnded(let stop) = told.event else {
      Issue.record("it ended with \(told.event)")
      return
    }
    #expect(abs(stop - end) <= 480, "\(stop - end) samples off")
    #expect(told.position - end <= 1_280)
  }

  @Test("what is lost in the middle of speech is not silence", arguments: [160, 256, 257, 8_000, 80_000])
  func lostAudio(count: Int) {
    var signal = VoiceActivitySignal()
    signal.addNoise(milliseconds: 3_000, level: -55)
    signal.addVoice(milliseconds: 1_000, level: -20, noise: -55)
    var trace = VoiceActivityTrace(.never)
    trace.hear(signal.samples)
    #expect(trace.detector.isSpeech)
    trace.detector.skip(count)
    #expect(trace.detector.isSpeech)
    trace.hear(Array(signal.samples.dropFirst(24_000)))
    #expect(trace.events.count == 1)
  }

  @Test("positions count what was lost")
  func lostAudioCounts() throws {
    var signal = VoiceActivitySignal()
    signal.addNoise(milliseconds: 3_000, level: -55)
    var trace = VoiceActivityTrace(.never)
    trace.hear(signal.samples)
    trace.detector.skip(40_000)
    let onset = trace.detector.position
    #expect(onset == 64_000)
    var voice = VoiceActivitySignal()
    voice.addVoice(milliseconds: 1_000, level: -20, noise: -55)
    trace.hear(voice.samples)
    guard case .speechStarted(let start) = try #require(trace.events.first) else { return }
    #expect((onset...onset + 160).contains(start))
  }

  @Test("frames lost all the time do not stop the judging")
  func everySecondFrameLost() {
    var signal = VoiceActivitySignal()
    signal.addNoise(milliseconds: 3_000, level: -55)
    signal.addVoice(milliseconds: 2_000, level: -20, noise: -55)
    signal.addNoise(milliseconds: 3_000, level: -55)
    var trace = VoiceActivityTrace(.never)
    for frame in stride(from: 0, to: signal.samples.count - 320, by: 320) {
      trace.hear(Array(signal.samples[frame..<frame + 160]))
      trace.detector.skip(160)
    }
    #expect(!trace.detector.isSpeech)
    #expect(trace.events.count >= 2)
  }

  @Test(
    "however the audio is cut, the events are the same", arguments: VoiceActivitySettings.Questions.allCases,
    [1, 2, 3, 4])
  func anyCutting(questions: VoiceActivitySettings.Questions, seed: UInt64) {
    var signal = VoiceActivitySignal(seed: seed)
    for _ in 0..<5 {
      signal.addNoise(milliseconds: 300 + signal.below(900), level: -50)
      signal.addVoice(milliseconds: 200 + signal.below(900), level: -24, noise: -50)
    }
    var whole = VoiceActivityTrace(questions)
    whole.hear(signal.samples)
    let pieces = (0..<50).map { _ in 1 + signal.below(700) }
    var cut = VoiceActivityTrace(questions)
    cut.hear(signal.samples, pieces: pieces)
    #expect(whole.events == cut.events, "seed \(seed)")
    #expect(whole.questions == cut.questions, "seed \(seed)")
    #expect(!whole.events.isEmpty)
  }

  @Test(
    "after a silence the model hears the two windows before the doubtful one first, then goes on in one piece"
  )
  func catchesUp() throws {
    var signal = VoiceActivitySignal()
    signal.addNoise(milliseconds: 4_096, level: -50)
    signal.addVoice(milliseconds: 512, level: -24, noise: -50)
    var trace = VoiceActivityTrace(.whenUnsure)
    trace.hear(signal.samples)
    let onset = 128 * 256
    let asked = trace.questions.suffix(18)
    #expect(asked.count == 18)
    for (index, window) in asked.enumerated() {
      let start = onset + (index - 2) * 256 - 32
      let expected = signal.samples[start..<start + 288].map { Float($0) / 32_768 }
      #expect(window == expected, "question \(index)")
    }
  }

  @Test("in the middle of speech far above the noise every other window is asked about, and never fewer")
  func plainSpeech() {
    var signal = VoiceActivitySignal()
    signal.addNoise(milliseconds: 4_096, level: -60)
    signal.addVoice(milliseconds: 1_024, level: -15, noise: -60)
    var trace = VoiceActivityTrace(.whenUnsure)
    trace.hear(signal.samples)
    let asked = (0..<32).map { index in
      let start = (128 + index) * 256 - 32
      return trace.questions.contains(signal.samples[start..<start + 288].map { Float($0) / 32_768 })
    }
    #expect(asked.count(where: \.self) <= 20)
    for (one, next) in zip(asked, asked.dropFirst()) { #expect(one || next) }
  }

  @Test("a question stays open until it is answered, and only then is there an answer to give")
  func protocolOfQuestions() {
    var signal = VoiceActivitySignal()
    signal.addVoice(milliseconds: 32, level: -20)
    var detector = VoiceActivityDetector()
    #expect(detector.resolve(probability: 1) == nil)
    #expect(detector.resolveAlone() == nil)
    let taken = detector.append(signal.samples.span.extracting(first: 225))
    #expect(taken == 225)
    #expect(detector.step() == .needMore)
    let rest = detector.append(signal.samples.span.extracting(225..<256))
    #expect(rest == 31)
    #expect(detector.step() == .ask)
    #expect(detector.step() == .ask)
    let event = detector.resolve(probability: 0.9)
    #expect(event == .speechStarted(at: 0))
    #expect(detector.step() == .needMore)
    #expect(detector.windowsJudged == 1)
  }

  @Test("a frame of 20 ms fits whenever every window has been judged")
  func framesFit() {
    var trace = VoiceActivityTrace(.always)
    for length in 1...225 {
      let taken = trace.detector.append([Int16](repeating: 100, count: length).span)
      #expect(taken == length)
      trace.hear([])
      while trace.detector.step() != .needMore { _ = trace.detector.resolveAlone() }
    }
  }

  @Test("no audio, answer or loss makes it trap, and events alternate in order", arguments: 0..<20)
  func anything(seed: UInt64) {
    var signal = VoiceActivitySignal(seed: seed)
    var trace = VoiceActivityTrace(seed % 2 == 0 ? .whenUnsure : .always)
    let answers: [Float] = [0, 1, .nan, -.infinity, .infinity, -3, 0.5, 0.9]
    trace.model = { window in answers[Int(abs(window[287]) * 4_000) % answers.count] }
    for _ in 0..<200 {
      switch signal.below(5) {
      case 0: trace.detector.skip(signal.below(600) - 50)
      case 1: trace.hear([Int16](repeating: signal.below(2) == 0 ? .max : .min, count: signal.below(900)))
      default: trace.hear((0..<signal.below(900)).map { _ in Int16(signal.below(65_536) - 32_768) })
      }
    }
    trace.detector.skip(.max)
    trace.hear([Int16](repeating: 1_000, count: 1_000))
    let positions = trace.events.map { event in
      switch event {
      case .speechStarted(let position), .speechEnded(let position): position
      }
    }
    let ordinary = positions.filter { $0 < 1 << 40 }
    #expect(ordinary == ordinary.sorted(), "seed \(seed)")
    for (earlier, later) in zip(trace.events, trace.events.dropFirst()) {
      switch (earlier, later) {
      case (.speechStarted, .speechEnded), (.speechEnded, .speechStarted): continue
      default: Issue.record("\(earlier) before \(later), seed \(seed)")
      }
    }
  }

  @Test("a call's detector takes less than 4 KiB")
  func size() { #expect(MemoryLayout<VoiceActivityDetector>.size < 4_096) }
}
