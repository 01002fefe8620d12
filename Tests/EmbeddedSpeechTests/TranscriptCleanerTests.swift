import Testing

@testable import EmbeddedSpeech

@Suite("Transcript cleaner")
struct TranscriptCleanerTests {
  private let speech = SpeechLoudness(loud: -20, quiet: -60)
  private let noise = SpeechLoudness(loud: -30, quiet: -33)

  @Test(
    "what was said stays",
    arguments: [
      " Hello there. ": "Hello there.", "You": "You", "No, no, no, no, no, no.": "No, no, no, no, no, no.",
      "Call 555-0142.": "Call 555-0142.", "It's twenty  five": "It's twenty five",
    ])
  func kept(raw: String, clean: String) { #expect(TranscriptCleaner.clean(raw, loudness: speech) == clean) }

  @Test("signs without words go", arguments: ["♪", "♪ ♪ ♪", "...", "", "  ", "-", "[♪]"])
  func signs(raw: String) { #expect(TranscriptCleaner.clean(raw, loudness: speech) == "") }

  @Test("a lone you out of even noise goes, other words stay", arguments: ["You", "you.", " You! "])
  func you(raw: String) {
    #expect(TranscriptCleaner.clean(raw, loudness: noise) == "")
    #expect(TranscriptCleaner.clean("Yes you", loudness: noise) == "Yes you")
  }

  @Test("a decoder's loop is kept once")
  func loop() {
    let raw = "Well " + String(repeating: "I want to go ", count: 9) + "home"
    #expect(TranscriptCleaner.clean(raw, loudness: speech) == "Well I want to go home")
  }

  @Test("a repeated phrase that a person might say stays")
  func repeated() {
    let raw = "thank you thank you thank you"
    #expect(TranscriptCleaner.clean(raw, loudness: speech) == raw)
  }

  @Test("loudness tells speech from line noise and from silence")
  func loudness() {
    var random = SplitMix(state: 3)
    let noise = (0..<8000).map { _ in Int16.random(in: -900...900, using: &random) }
    let talk = (0..<8000).map { $0 % 4000 < 1600 ? noise[$0] &* 9 : noise[$0] / 40 }
    #expect(!SpeechLoudness(of: noise, sampleRate: 8000).looksLikeSpeech)
    #expect(!SpeechLoudness(of: [Int16](repeating: 0, count: 8000), sampleRate: 8000).looksLikeSpeech)
    #expect(!SpeechLoudness(of: [], sampleRate: 8000).looksLikeSpeech)
    #expect(SpeechLoudness(of: talk, sampleRate: 8000).looksLikeSpeech)
  }
}
