import EmbeddedSpeech
import Providers
import Resampling

/// Speaks lines in the callers' voices: 8 kHz, trimmed to the sample, every piece once.
final class TurnsStudio {
  private let joe: any Synthesiser
  private let awb: FliteSynthesiser
  private let kal16: FliteSynthesiser
  private var spoken: [String: [Int16]] = [:]

  init(speech: EmbeddedSpeech) throws {
    joe = speech.synthesiser
    awb = try FliteSynthesiser(voice: .awb, pool: speech.pool)
    kal16 = try FliteSynthesiser(voice: .kal16, pool: speech.pool)
  }

  /// - Parameter text: one piece, spoken in one breath.
  func speak(_ text: String, _ voice: TurnsVoice) throws -> [Int16] {
    let key = "\(voice.name)/\(text)"
    if let known = spoken[key] { return known }
    let synthesiser: any Synthesiser =
      switch voice.source {
      case .joe, .recordings: joe
      case .awb: awb
      case .kal16: kal16
      }
    let raw = try synthesiser.speakWhole(text)
    let step = Double(synthesiser.sampleRate) / Double(WERTrack.rate) * voice.pitch
    let samples = TurnsClip.trimmed(RateConverter(step: step, reach: 16).convert(raw))
    guard !samples.isEmpty else { throw WERFailure("\(voice.name) says nothing for \"\(text)\"") }
    spoken[key] = samples
    return samples
  }
}
