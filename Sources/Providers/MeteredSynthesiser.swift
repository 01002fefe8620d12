/// A voice that works for one call: the characters it is asked to speak count for it.
public struct MeteredSynthesiser: Synthesiser {
  private let base: any Synthesiser
  private let provider: String
  private let call: String
  private let meter: any CostMeter

  /// - Parameter provider: as prices name it.
  public init(_ base: any Synthesiser, provider: String, call: String, meter: any CostMeter) {
    self.base = base
    self.provider = provider
    self.call = call
    self.meter = meter
  }

  public var sampleRate: Int { base.sampleRate }
  public var voiceIdentity: String { base.voiceIdentity }

  public func synthesise(
    _ text: String, events: @escaping @Sendable (SynthesisEvent) -> Void
  ) -> any Cancellable {
    meter.note(.speech(characters: text.count, provider: provider), call: call)
    return base.synthesise(text, events: events)
  }
}
