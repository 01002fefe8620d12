internal import Audio
internal import Providers
internal import Synchronization
internal import Wire

/// What comes of one clause that a vendor speaks: samples and words to one receiver, and one end.
final class ClauseOutput: Sendable {
  private struct State {
    var reader = SampleReader()
    var samples = 0
    var isOver = false
  }

  private let state = Mutex(State())
  private let outlet: EventOutlet<SynthesisEvent>
  private let vendor: Vendor
  let sampleRate: Int

  init(vendor: Vendor, sampleRate: Int, events: @escaping @Sendable (SynthesisEvent) -> Void) {
    outlet = EventOutlet(events)
    self.vendor = vendor
    self.sampleRate = sampleRate
  }

  /// How much of the clause has come.
  var duration: MediaTime { .samples(state.withLock { $0.samples }, rate: sampleRate) }

  /// - Parameter bytes: signed 16-bit samples, little-endian.
  func audio(_ bytes: [UInt8]) {
    state.withLock { state in
      guard !state.isOver else { return }
      let samples = state.reader.samples(bytes)
      guard !samples.isEmpty else { return }
      state.samples += samples.count
      outlet.queue(.audio(samples))
    }
    outlet.pass()
  }

  func words(_ words: [TimedWord]) {
    guard !words.isEmpty else { return }
    outlet.send(.words(words.map { SpokenWord($0.text, start: $0.start, end: $0.end) }))
  }

  /// All was spoken; an answer without sound is none.
  func finish() {
    end { state in
      state.samples > 0 ? .finished : .failed(vendor.unusable("the answer has no audio"))
    }
  }

  func fail(_ error: ProviderError) { end { _ in .failed(error) } }

  /// Nobody listens any more.
  func cancel() {
    outlet.close()
    state.withLock { $0.isOver = true }
  }

  private func end(_ event: (State) -> SynthesisEvent) {
    state.withLock { state in
      guard !state.isOver else { return }
      state.isOver = true
      outlet.queue(event(state), isLast: true)
    }
    outlet.pass()
  }
}
