internal import Audio
internal import Synchronization

/// A recogniser that works for one call: the audio it is sent counts for it.
public struct MeteredRecogniser: Recogniser {
  private let base: any Recogniser
  private let provider: String
  private let call: String
  private let meter: any CostMeter

  /// - Parameter provider: as prices name it.
  public init(_ base: any Recogniser, provider: String, call: String, meter: any CostMeter) {
    self.base = base
    self.provider = provider
    self.call = call
    self.meter = meter
  }

  public func openStream(
    sampleRate: Int, events: @escaping @Sendable (RecogniserEvent) -> Void
  ) throws(ProviderError) -> any RecogniserStream {
    let stream = try base.openStream(sampleRate: sampleRate, events: events)
    let (meter, call, provider) = (meter, call, provider)
    return Stream(stream) { samples in
      meter.note(.recognition(.samples(samples, rate: sampleRate), provider: provider), call: call)
    }
  }

  private final class Stream: RecogniserStream {
    private let base: any RecogniserStream
    private let samples = Atomic<Int>(0)
    private let note: @Sendable (Int) -> Void

    init(_ base: any RecogniserStream, note: @escaping @Sendable (Int) -> Void) {
      self.base = base
      self.note = note
    }

    func begin(utterance: Int) { base.begin(utterance: utterance) }

    func append(_ samples: [Int16]) {
      self.samples.wrappingAdd(samples.count, ordering: .relaxed)
      base.append(samples)
    }

    func flush(_ flush: Int) { base.flush(flush) }

    func end() {
      base.end()
      settle()
    }

    func close() {
      base.close()
      settle()
    }

    /// Once an utterance, so that the meter is not asked for every piece of audio.
    private func settle() {
      let count = samples.exchange(0, ordering: .relaxed)
      if count > 0 { note(count) }
    }
  }
}
