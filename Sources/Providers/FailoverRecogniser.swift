internal import Audio

/// Several recognisers as one: the next in the list hears the open utterance from its beginning when one fails.
public struct FailoverRecogniser: Recogniser {
  private let slots: [ProviderSlot<any Recogniser>]
  private let timing: ProviderTiming
  private let alarms: any Alarms

  public init(
    _ slots: [ProviderSlot<any Recogniser>], alarms: any Alarms, timing: ProviderTiming = .recogniser
  ) {
    self.slots = slots
    self.alarms = alarms
    self.timing = timing
  }

  public func openStream(
    sampleRate: Int, events: @escaping @Sendable (RecogniserEvent) -> Void
  ) throws(ProviderError) -> any RecogniserStream {
    guard !slots.isEmpty else { throw .misconfigured("an agent needs at least one recogniser") }
    let stream = FailoverStream(
      slots, timing: timing, alarms: alarms, sampleRate: sampleRate, events: events)
    stream.open()
    return stream
  }
}
