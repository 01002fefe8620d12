public import Providers
import Synchronization

/// Speech to text in the process: the Moonshine model, shared by all calls, on the speech pool's threads.
///
/// The model hears whole utterances. Partials come from recognising the open utterance again as it grows; what a
/// second of speech costs stays bounded because the interval between two partials grows with the utterance.
public final class MoonshineRecogniser: Recogniser {
  private let model: MoonshineModel
  private let pool: SpeechPool
  private let opened = Atomic<Int>(0)

  init(model: MoonshineModel, pool: SpeechPool) {
    self.model = model
    self.pool = pool
  }

  /// - Throws: `.misconfigured` for a sample rate other than 8 000 or 16 000 Hz.
  public func openStream(
    sampleRate: Int, events: @escaping @Sendable (RecogniserEvent) -> Void
  ) throws(ProviderError) -> any RecogniserStream {
    guard sampleRate == 8_000 || sampleRate == 16_000 else {
      throw .misconfigured("the recogniser takes 8000 or 16000 Hz, not \(sampleRate)")
    }
    let key = opened.add(1, ordering: .relaxed).newValue
    return MoonshineStream(model: model, pool: pool, key: key, sampleRate: sampleRate, events: events)
  }

  /// Runs the model once, so that the first caller does not pay for its first use.
  func warmUp() throws(ProviderError) {
    let hum = (0..<MoonshineModel.sampleRate).map { index in Float(index % 160) / 1600 }
    guard model.decode(hum) != nil else { throw .failed("the recogniser's first decode failed") }
  }
}
