public import Providers

/// Text to speech in the process: a Piper voice with flite's front end, on the speech pool's threads.
///
/// It delivers one `audio` event a sentence (or a clause of a long one), with the silence trimmed off both ends:
/// whoever joins two answers puts the pause between them.
public final class PiperSynthesiser: Synthesiser {
  public let sampleRate: Int
  public let voiceIdentity: String
  private let voice: PiperVoice
  private let frontEnd: FliteFrontEnd
  private let pool: SpeechPool

  init(voice: PiperVoice, frontEnd: FliteFrontEnd, pool: SpeechPool, pace: Double) {
    self.voice = voice
    self.frontEnd = frontEnd
    self.pool = pool
    sampleRate = voice.sampleRate
    voiceIdentity = "piper/en_US-joe-medium/\(pace)/1"
  }

  public func synthesise(
    _ text: String, events: @escaping @Sendable (SynthesisEvent) -> Void
  ) -> any Cancellable {
    let synthesis = PooledSynthesis(
      SpokenText(text), pool: pool, sampleRate: sampleRate, speak: { [self] in speak($0) }, events: events)
    synthesis.start()
    return synthesis
  }

  /// Runs the voice once, so that the first caller does not pay for its first use.
  func warmUp() throws(ProviderError) {
    guard speak(.init(text: "Hello, how can I help you today?", pauseMs: 0)) != nil else {
      throw .failed("the voice's first synthesis failed")
    }
  }

  private func speak(_ piece: SpokenText.Piece) -> [Int16]? {
    let phonemes = PhonemeSpelling.codePoints(of: frontEnd.words(of: piece.text))
    if phonemes.isEmpty { return [] }
    return voice.speak(phonemes).map { SpeechLevel.prepare($0, sampleRate: sampleRate) }
  }
}
