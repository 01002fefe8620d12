import Audio
import CallEngine
import Foundation
import Providers
import Testing

@Suite("A voice at another rate")
struct ResampledSynthesiserTests {
  private static func tone(_ rate: Int) -> [Int16] {
    (0..<rate).map { Int16(8_000 * sin(2 * .pi * 440 * Double($0) / Double(rate))) }
  }

  private static func spoken(_ voice: ResampledSynthesiser) -> [SynthesisEvent] {
    let log = EventLog<SynthesisEvent>()
    _ = voice.synthesise("Hello.") { log.append($0) }
    return log.events
  }

  private static func samples(_ events: [SynthesisEvent]) -> [Int16] {
    events.flatMap { event -> [Int16] in if case .audio(let samples) = event { samples } else { [] } }
  }

  @Test(
    "it keeps its length and its pitch, however its audio is cut",
    arguments: [
      (22_050, 8_000), (22_050, 16_000), (24_000, 8_000), (16_000, 24_000), (8_000, 16_000), (8_000, 8_000),
    ], [1, 441, 30_000])
  func length(rates: (from: Int, to: Int), chunk: Int) throws {
    let whole = Self.tone(rates.from)
    var script = stride(from: 0, to: whole.count, by: chunk).map {
      SynthesisEvent.audio(Array(whole[$0..<min($0 + chunk, whole.count)]))
    }
    script.append(.finished)
    let voice = try ResampledSynthesiser(ScriptedVoice(script, sampleRate: rates.from), to: rates.to)
    #expect(voice.sampleRate == rates.to && voice.voiceIdentity == "scripted")
    let events = Self.spoken(voice)
    #expect(events.last == .finished && events.count { $0 == .finished } == 1)
    let output = Self.samples(events)
    #expect(abs(output.count - rates.to) <= 1)
    let rises = zip(output, output.dropFirst()).count { $0 < 0 && $1 >= 0 }
    #expect(abs(rises - 440) <= 1)
    #expect(abs(Int(output.max() ?? 0) - 8_000) < 400)
  }

  @Test("a rate it cannot have is refused when it is made", arguments: [(11_025, 8_000), (8_000, 0)])
  func wrongRate(from: Int, to: Int) {
    #expect {
      _ = try ResampledSynthesiser(ScriptedVoice([], sampleRate: from), to: to)
    } throws: { error in
      if case .misconfigured(let reason) = error as? ProviderError {
        reason.contains("\(from) to \(to) Hz")
      } else {
        false
      }
    }
  }

  @Test("errors, words and a substitute are passed on in their places, and a cancel reaches the voice")
  func passedOn() throws {
    let words = [SpokenWord("Hello.", start: .zero, end: .milliseconds(400))]
    let error = ProviderError.rateLimited("429", retryAfter: .seconds(Int64(3)))
    let base = ScriptedVoice(
      [.words(words), .substituted, .audio(Self.tone(16_000)), .failed(error)], sampleRate: 16_000)
    let voice = try ResampledSynthesiser(base, to: 8_000)
    let events = Self.spoken(voice)
    #expect(events.prefix(2) == [.words(words), .substituted])
    #expect(events.last == .failed(error) && !events.contains(.finished))
    #expect((7_900...8_000).contains(Self.samples(events).count))
    voice.synthesise("Hello.") { _ in }.cancel()
    #expect(base.cancelled == 1)
  }
}
