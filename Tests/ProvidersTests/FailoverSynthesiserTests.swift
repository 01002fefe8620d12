import Audio
import Synchronization
import Testing

@testable import Providers

@Suite("Fail-over of voices")
struct FailoverSynthesiserTests {
  static let words = 8
  static let text = (0..<words).map { "w\($0)" }.joined(separator: " ")

  struct Outcome {
    var events: [(at: MediaTime, event: SynthesisEvent)]
    var samples: [Int] {
      events.flatMap { entry -> [Int] in
        guard case .audio(let samples) = entry.event else { return [] }
        return samples.map { Int($0) - 1_000 }
      }
    }
    /// Words and how many samples of each came in a row.
    var runs: [(word: Int, count: Int)] {
      var runs: [(word: Int, count: Int)] = []
      for word in samples {
        if runs.last?.word == word { runs[runs.count - 1].count += 1 } else { runs.append((word, 1)) }
      }
      return runs
    }
    var ends: Int { events.count { $0.event == .finished || isFailure($0.event) } }
    var isFinished: Bool { events.last?.event == .finished }
    var silence: MediaTime {
      var last = MediaTime.zero
      var longest = MediaTime.zero
      for (at, event) in events {
        switch event {
        case .words, .substituted: continue
        case .audio, .finished, .failed:
          longest = max(longest, at - last)
          last = at
        }
      }
      return longest
    }
    private func isFailure(_ event: SynthesisEvent) -> Bool {
      if case .failed = event { true } else { false }
    }
  }

  static func run(_ voices: [FaultyVoice], alarms: VirtualAlarms, cancelAt: MediaTime? = nil) throws
    -> Outcome
  {
    let synthesiser = try FailoverSynthesiser(
      voices.enumerated().map { ProviderSlot($1 as any Synthesiser, gate: ProviderGate("voice \($0)")) },
      alarms: alarms)
    let log = Log<SynthesisEvent>()
    let work = synthesiser.synthesise(text) { log.add($0, at: alarms.now) }
    if let cancelAt { _ = alarms.after(cancelAt) { work.cancel() } }
    alarms.run(until: .seconds(Int64(60)))
    return Outcome(events: log.all)
  }

  @Test("any one fault: every word is spoken, in order, and none twice in whole", arguments: 0..<150)
  func anyOneFault(seed: UInt64) throws {
    var dice = SeededGenerator(seed: seed)
    let alarms = VirtualAlarms()
    let voices = [
      FaultyVoice(fault: .random(&dice), isRude: Bool.random(using: &dice), alarms: alarms),
      FaultyVoice("other", tellsWords: Bool.random(using: &dice), alarms: alarms),
    ]
    let outcome = try Self.run(voices, alarms: alarms)
    #expect(outcome.ends == 1 && outcome.isFinished, "\(voices[0].fault)")
    #expect(outcome.silence <= ProviderTiming.voice.silence, "\(voices[0].fault)")
    // A word that broke off is begun again: its piece and the whole are one run of the same word, shorter than two.
    #expect(outcome.runs.map(\.word) == Array(0..<Self.words), "\(voices[0].fault)")
    for run in outcome.runs {
      #expect(run.count >= FaultyVoice.samplesPerWord && run.count < 2 * FaultyVoice.samplesPerWord)
    }
    // Word times stay times of the clause.
    let told = outcome.events.flatMap {
      if case .words(let words) = $0.event { words } else { [SpokenWord]() }
    }
    #expect(
      zip(told, told.dropFirst()).allSatisfy {
        $0.start <= $1.start || $0.text == $1.text || told.count > Self.words
      })
    #expect(
      outcome.events.contains { $0.event == .substituted } == (voices[1].asked.withLock { !$0.isEmpty }))
  }

  @Test("whatever fails: one end, in time, and no word is left out", arguments: 0..<150)
  func anything(seed: UInt64) throws {
    var dice = SeededGenerator(seed: seed &+ 5_000)
    let alarms = VirtualAlarms()
    let voices = (0..<Int.random(in: 1...3, using: &dice)).map { _ in
      FaultyVoice(
        fault: .random(&dice), first: .milliseconds(Int64.random(in: 20...1_200, using: &dice)),
        isRude: Bool.random(using: &dice), alarms: alarms)
    }
    let outcome = try Self.run(voices, alarms: alarms)
    #expect(outcome.ends == 1)
    #expect(outcome.silence <= ProviderTiming.voice.silence, "\(voices.map(\.fault))")
    let words = outcome.runs.map(\.word)
    #expect(words == Array((0..<Self.words).prefix(words.count)), "\(voices.map(\.fault)) \(words)")
    if outcome.isFinished { #expect(words.count == Self.words) }
  }

  @Test("a voice that tells no word times is taken over at about the right word")
  func guessed() throws {
    let alarms = VirtualAlarms()
    let voices = [
      FaultyVoice(fault: .failsAfter(45), tellsWords: false, alarms: alarms),
      FaultyVoice("other", tellsWords: false, alarms: alarms),
    ]
    let outcome = try Self.run(voices, alarms: alarms)
    #expect(outcome.isFinished)
    let rest =
      voices[1].asked.withLock { $0.first ?? "" } + voices[0].asked.withLock { $0.dropFirst().first ?? "" }
    #expect(rest.hasPrefix("w"))
    #expect(rest.hasSuffix("w7"))
    #expect(rest != Self.text)
  }

  @Test("no audio after a cancel", arguments: 0..<60)
  func cancel(seed: UInt64) throws {
    var dice = SeededGenerator(seed: seed &+ 9_000)
    let alarms = VirtualAlarms()
    let at = MediaTime.milliseconds(Int64.random(in: 0...1_200, using: &dice))
    let voices = [
      FaultyVoice(fault: .random(&dice), isRude: true, alarms: alarms),
      FaultyVoice("other", isRude: true, alarms: alarms),
    ]
    let outcome = try Self.run(voices, alarms: alarms, cancelAt: at)
    #expect(outcome.events.allSatisfy { $0.at <= at })
  }

  @Test("voices of different rates are a mistake that is named")
  func rates() {
    let alarms = VirtualAlarms()
    let slots = [8_000, 16_000].map {
      ProviderSlot(
        FaultyVoice(sampleRate: $0, alarms: alarms) as any Synthesiser, gate: ProviderGate("v\($0)"))
    }
    #expect(
      throws: ProviderError.misconfigured(
        "v16000 speaks at 16000 Hz and v8000 at 8000 Hz: resample one of them")
    ) {
      try FailoverSynthesiser(slots, alarms: alarms)
    }
  }

  @Test("seconds of silence are no speech")
  func silence() {
    var work = SpeechContinuation("hello there", rate: 8_000)
    work.begin(choice: 0)
    var failed = false
    for _ in 0..<100 where !failed {
      switch work.take(.audio([Int16](repeating: 3, count: 800))) {
      case .failed(.unusableAnswer): failed = true
      case .sign: break
      default: #expect(Bool(false))
      }
    }
    #expect(failed)
  }
}
