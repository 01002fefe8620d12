import EmbeddedSpeech
import Foundation
import Providers
import Testing

@Suite("Synthesisers", .timeLimit(.minutes(3)))
struct SynthesiserTests {
  enum Voice: String, CaseIterable, CustomTestStringConvertible {
    case joe, awb, kal16
    var testDescription: String { rawValue }

    func synthesiser() throws -> any Synthesiser {
      let speech = try LoadedSpeech.get()
      switch self {
      case .joe: return speech.synthesiser
      case .awb: return try FliteSynthesiser(voice: .awb, pool: speech.pool)
      case .kal16: return try FliteSynthesiser(voice: .kal16, pool: speech.pool)
      }
    }
  }

  static let sentences = [
    "Great, and when would you like to get started?",
    "I understand, and I will not take much of your time.",
    "Thank you for your time, and have a wonderful day.",
    "No problem, I can call you back later this week.",
    "One moment please, I am checking the calendar.",
  ]

  @Test("what a voice says is understood", arguments: [(Voice.joe, 0.1), (.awb, 0.3), (.kal16, 0.25)])
  func roundTrip(voice: Voice, bound: Double) async throws {
    let synthesiser = try voice.synthesiser()
    var errors = WordErrors()
    for sentence in Self.sentences {
      let samples = try await LoadedSpeech.say(sentence, with: synthesiser)
      let heard = try await LoadedSpeech.recognise(
        LoadedSpeech.at16kHz(samples, from: synthesiser.sampleRate), sampleRate: 16_000)
      errors.count(said: sentence, heard: heard)
    }
    #expect(errors.rate <= bound, "\(errors.wrong) of \(errors.said) words wrong")
  }

  @Test("numbers are said in words or digits that are understood")
  func numbers() async throws {
    let synthesiser = try Voice.joe.synthesiser()
    let samples = try await LoadedSpeech.say("That would be about $45,000 in total.", with: synthesiser)
    let heard = try await LoadedSpeech.recognise(
      LoadedSpeech.at16kHz(samples, from: synthesiser.sampleRate), sampleRate: 16_000)
    let digits = heard.filter { $0.isLetter || $0.isNumber }.lowercased()
    #expect(digits.contains("fortyfivethousanddollars") || digits.contains("45000"), "heard: \(heard)")
  }

  @Test(
    "nothing to say ends at once, without audio", arguments: Voice.allCases, ["", "  ", "👋🏽", "...", "日本"])
  func nothing(voice: Voice, text: String) async throws {
    #expect(try await LoadedSpeech.say(text, with: voice.synthesiser()).isEmpty)
  }

  @Test("emoji and other signs do not disturb the words around them")
  func emoji() async throws {
    let synthesiser = try Voice.joe.synthesiser()
    let samples = try await LoadedSpeech.say("Have a wonderful day! 🎉🚀 <b>\u{0}\u{7}", with: synthesiser)
    #expect((synthesiser.sampleRate / 2...synthesiser.sampleRate * 4).contains(samples.count))
  }

  @Test("every voice has one loudness, starts and ends quietly, and does not clip", arguments: Voice.allCases)
  func level(voice: Voice) async throws {
    let samples = try await LoadedSpeech.say(Self.sentences[0], with: voice.synthesiser())
    let power = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count)
    let level = 10 * log10(power / (32768 * 32768))
    #expect((-25 ... -18).contains(level), "\(level) dB")
    #expect(samples.allSatisfy { abs(Int($0)) < 32_000 })
    #expect(abs(Int(samples[0])) < 50)
    #expect(abs(Int(samples[samples.count - 1])) < 50)
  }

  @Test("two thousand characters are spoken to the end")
  func long() async throws {
    let text = String(String(repeating: Self.sentences.joined(separator: " ") + " ", count: 9).prefix(2000))
    let synthesiser = try Voice.kal16.synthesiser()
    let samples = try await LoadedSpeech.say(text, with: synthesiser)
    #expect(samples.count > 60 * synthesiser.sampleRate)
  }

  @Test("a long text comes piece by piece, and no more once it is cancelled")
  func cancel() async throws {
    let text = String(repeating: Self.sentences[1] + " " + Self.sentences[2] + " ", count: 18)
    let (events, sink) = AsyncStream<SynthesisEvent>.makeStream()
    let synthesiser = try Voice.joe.synthesiser()
    let after = Counter()
    let work = synthesiser.synthesise(text) { event in
      after.add()
      sink.yield(event)
    }
    var incoming = events.makeAsyncIterator()
    for _ in 0..<2 {
      guard case .audio(let samples)? = await incoming.next() else {
        Issue.record("no audio")
        return
      }
      #expect(samples.count > synthesiser.sampleRate / 2)
    }
    work.cancel()
    work.cancel()
    // Two pieces of another text take longer than what may still have been on its way.
    _ = try await LoadedSpeech.say(Self.sentences[1] + " " + Self.sentences[2], with: synthesiser)
    let count = after.value
    _ = try await LoadedSpeech.say(Self.sentences[1] + " " + Self.sentences[2], with: synthesiser)
    #expect(after.value == count)
    #expect(count <= 4)
  }

  @Test("a voice says its name for cache keys, and voices have different names")
  func identity() throws {
    let names = try Voice.allCases.map { try $0.synthesiser().voiceIdentity }
    #expect(Set(names).count == 3)
  }

  @Test("a full queue is reported, not waited for")
  func full() async throws {
    let pool = SpeechPool(threads: 1, capacity: 1)
    let synthesiser = try FliteSynthesiser(voice: .awb, pool: pool)
    let (events, sink) = AsyncStream<SynthesisEvent>.makeStream()
    let work = (0..<20).map { _ in synthesiser.synthesise(Self.sentences[0]) { sink.yield($0) } }
    var failures = 0
    var finished = 0
    for await event in events {
      switch event {
      case .audio, .words, .substituted: continue
      case .finished: finished += 1
      case .failed(let error):
        failures += 1
        #expect(error == .overloaded("the speech queue is full"))
      }
      if failures + finished == work.count { break }
    }
    #expect(failures > 0)
    #expect(finished > 0)
  }
}
