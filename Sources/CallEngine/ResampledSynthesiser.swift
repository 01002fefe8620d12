internal import Audio
public import Providers
internal import Resampling

/// A voice at another rate than its own, so that voices of several rates can take over from one another.
public struct ResampledSynthesiser: Synthesiser {
  public let sampleRate: Int
  private let base: any Synthesiser

  /// - Throws: `misconfigured` when there is no way from the voice's rate to this one.
  public init(_ base: any Synthesiser, to sampleRate: Int) throws(ProviderError) {
    do {
      _ = try Resampler(from: base.sampleRate, to: sampleRate)
    } catch {
      throw .misconfigured("resampling from \(base.sampleRate) to \(sampleRate) Hz: \(error)")
    }
    self.base = base
    self.sampleRate = sampleRate
  }

  public var voiceIdentity: String { base.voiceIdentity }

  public func synthesise(
    _ text: String, events: @escaping @Sendable (SynthesisEvent) -> Void
  ) -> any Cancellable {
    do {
      let speech = try ClauseSpeech(from: base.sampleRate, to: sampleRate, keep: nil, deliver: events)
      return base.synthesise(text) { speech.receive($0) }
    } catch {
      events(.failed(.failed("resampling to \(sampleRate) Hz: \(error)")))
      return Nothing()
    }
  }

  private final class Nothing: Cancellable {
    func cancel() {}
  }
}
