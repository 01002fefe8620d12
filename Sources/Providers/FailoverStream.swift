internal import Synchronization

/// Carries out what an `UtteranceRelay` decides.
final class FailoverStream: RecogniserStream {
  private let loop: DeciderLoop<UtteranceRelay>
  private let streams = Mutex<[Int: any RecogniserStream]>([:])
  private let isClosed = Atomic<Bool>(false)
  private let slots: [ProviderSlot<any Recogniser>]
  private let sampleRate: Int
  private let events: @Sendable (RecogniserEvent) -> Void

  init(
    _ slots: [ProviderSlot<any Recogniser>], timing: ProviderTiming, alarms: any Alarms, sampleRate: Int,
    events: @escaping @Sendable (RecogniserEvent) -> Void
  ) {
    let firsts = slots.map { timing.first(usual: $0.gate.percentile95) }
    loop = DeciderLoop(
      UtteranceRelay(firsts: firsts, timing: timing, sampleRate: sampleRate), alarms: alarms)
    self.slots = slots
    self.sampleRate = sampleRate
    self.events = events
  }

  func open() { post(.open) }
  func begin(utterance: Int) { post(.begin(utterance)) }
  func append(_ samples: [Int16]) { post(.append(samples)) }
  func flush(_ flush: Int) { post(.flush(flush)) }
  func end() { post(.end) }

  func close() {
    isClosed.store(true, ordering: .releasing)
    post(.close)
  }

  private func post(_ input: UtteranceRelay.Input) {
    loop.post(input, carryOut: carryOut) { [self] in post(.alarm) }
  }

  private func carryOut(_ action: UtteranceRelay.Action) {
    switch action {
    case .open(let stream, let choice): open(stream, choice)
    case .begin(let stream, let utterance): self[stream]?.begin(utterance: utterance)
    case .append(let stream, let samples): self[stream]?.append(samples)
    case .flush(let stream, let flush): self[stream]?.flush(flush)
    case .end(let stream): self[stream]?.end()
    case .close(let stream): streams.withLock { $0.removeValue(forKey: stream) }?.close()
    case .emit(let event): if !isClosed.load(ordering: .acquiring) { events(event) }
    case .settle(let choice, let outcome): slots[choice].gate.note(outcome, at: loop.now)
    case .heard(let choice, let latency): slots[choice].gate.note(latency: latency)
    }
  }

  private subscript(_ stream: Int) -> (any RecogniserStream)? { streams.withLock { $0[stream] } }

  private func open(_ stream: Int, _ choice: Int) {
    if let refusal = slots[choice].gate.refusal(at: loop.now) {
      return post(.refused(stream: stream, refusal))
    }
    do throws(ProviderError) {
      let opened = try slots[choice].provider.openStream(sampleRate: sampleRate) { [weak self] event in
        self?.post(.event(stream: stream, event))
      }
      streams.withLock { $0[stream] = opened }
    } catch {
      post(.event(stream: stream, .failed(error)))
    }
  }
}
