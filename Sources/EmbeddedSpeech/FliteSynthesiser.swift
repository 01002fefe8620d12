public import Providers

/// Text to speech in the process with flite's own voices: plainer than Piper, at a fraction of its cost.
public final class FliteSynthesiser: Synthesiser {
  public enum Voice: String, Sendable, CaseIterable {
    /// A Scottish man; about 40 ms of work for a ten-word sentence.
    case awb
    /// An American man, robotic; about 10 ms.
    case kal16
  }

  /// Both voices speak at 16 kHz.
  public let sampleRate = 16_000
  public let voiceIdentity: String
  private let voice: Voice
  private let frontEnd: FliteFrontEnd
  private let pool: SpeechPool

  /// - Throws: `.misconfigured` when flite cannot be started.
  public init(voice: Voice, pool: SpeechPool) throws(ProviderError) {
    self.voice = voice
    self.pool = pool
    frontEnd = try FliteFrontEnd()
    voiceIdentity = "flite/\(voice.rawValue)/1"
  }

  public func synthesise(
    _ text: String, events: @escaping @Sendable (SynthesisEvent) -> Void
  ) -> any Cancellable {
    let synthesis = PooledSynthesis(
      SpokenText(text), pool: pool, sampleRate: sampleRate, speak: { [self] in speak($0) }, events: events)
    synthesis.start()
    return synthesis
  }

  func warmUp() throws(ProviderError) {
    guard speak(.init(text: "Hello.", pauseMs: 0)) != nil else {
      throw .failed("the voice's first synthesis failed")
    }
  }

  private func speak(_ piece: SpokenText.Piece) -> [Int16]? {
    guard let sound = frontEnd.speak(piece.text, voice: voice) else { return [] }
    guard sound.sampleRate == sampleRate else { return nil }
    return SpeechLevel.prepare(sound.samples.map { Float($0) / 32768 }, sampleRate: sampleRate)
  }
}
