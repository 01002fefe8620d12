/// Several voices as one: the next in the list goes on with the first word that was not spoken when one fails.
public struct FailoverSynthesiser: Synthesiser {
  public let sampleRate: Int
  public let voiceIdentity: String
  private let slots: [ProviderSlot<any Synthesiser>]
  private let timing: ProviderTiming
  private let hedges: Bool
  private let alarms: any Alarms

  /// - Parameter slots: the first one's voice is the agent's. All speak at the same rate, else it is an error.
  public init(
    _ slots: [ProviderSlot<any Synthesiser>], alarms: any Alarms, timing: ProviderTiming = .voice,
    hedges: Bool = false
  ) throws(ProviderError) {
    guard let first = slots.first else { throw .misconfigured("an agent needs at least one voice") }
    if let other = slots.first(where: { $0.provider.sampleRate != first.provider.sampleRate }) {
      throw .misconfigured(
        "\(other.gate.name) speaks at \(other.provider.sampleRate) Hz and \(first.gate.name) at "
          + "\(first.provider.sampleRate) Hz: resample one of them")
    }
    sampleRate = first.provider.sampleRate
    voiceIdentity = first.provider.voiceIdentity
    self.slots = slots
    self.alarms = alarms
    self.timing = timing
    self.hedges = hedges
  }

  public func synthesise(
    _ text: String, events: @escaping @Sendable (SynthesisEvent) -> Void
  ) -> any Cancellable {
    let slots = slots
    let run = FailoverRun(
      SpeechContinuation(text, rate: sampleRate), gates: slots.map(\.gate), timing: timing, hedges: hedges,
      alarms: alarms,
      start: { choice, text, events in slots[choice].provider.synthesise(text, events: events) },
      events: events)
    run.begin()
    return run
  }
}
