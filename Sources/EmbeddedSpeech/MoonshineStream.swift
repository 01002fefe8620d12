import Providers
import Synchronization

/// One call's way into the Moonshine recogniser.
///
/// Two locks, never held together except for short looks at `state` from inside `delivery`: `state` guards what
/// the call and the pool's threads share, `delivery` lets one event out at a time.
final class MoonshineStream: RecogniserStream {
  private struct Flush {
    var number: Int
    var utterance: OpenUtterance
  }

  private struct State {
    var isClosed = false
    var utterance: OpenUtterance?
    var flushes: [Flush] = []
    var isFinalUnderWay = false
    /// Samples of the utterance at which the next partial is asked for.
    var partialDue = 0
    /// The last final of the open utterance.
    var settled = Covered(count: -1, text: "")
    var saidOverloaded = false
  }

  /// A text and how many samples of its utterance it covers.
  private struct Covered {
    var count: Int
    var text: String
  }

  private struct Delivered {
    var utterance = Int.min
    var covered = -1
    var text = ""
  }

  private let model: MoonshineModel
  private let pool: SpeechPool
  private let key: Int
  private let sampleRate: Int
  private let events: @Sendable (RecogniserEvent) -> Void
  private let state = Mutex(State())
  private let delivery = Mutex(Delivered())

  init(
    model: MoonshineModel, pool: SpeechPool, key: Int, sampleRate: Int,
    events: @escaping @Sendable (RecogniserEvent) -> Void
  ) {
    self.model = model
    self.pool = pool
    self.key = key
    self.sampleRate = sampleRate
    self.events = events
  }

  func begin(utterance: Int) {
    state.withLock {
      $0.utterance = OpenUtterance(number: utterance, sampleRate: sampleRate)
      $0.partialDue = firstPartial
      $0.settled = Covered(count: -1, text: "")
      $0.saidOverloaded = false
    }
  }

  func append(_ samples: [Int16]) {
    let wish = state.withLock { state -> (partial: Bool, overloaded: Bool) in
      guard !state.isClosed, state.utterance != nil else { return (false, false) }
      state.utterance!.append(samples)
      let utterance = state.utterance!
      let overloaded = utterance.dropped > 0 && !state.saidOverloaded
      if overloaded { state.saidOverloaded = true }
      guard utterance.count >= state.partialDue, state.flushes.isEmpty, !state.isFinalUnderWay else {
        return (false, overloaded)
      }
      state.partialDue = utterance.count + interval(afterOpen: utterance.openCount)
      return (true, overloaded)
    }
    if wish.overloaded { deliverFailure(.overloaded("recognition is too far behind: audio was dropped")) }
    // A partial that finds no room is simply left out.
    if wish.partial { _ = pool.submit(.partialRecognition, key: key) { [weak self] in self?.runPartial() } }
  }

  func flush(_ flush: Int) {
    let mustStart = state.withLock { state in
      guard !state.isClosed, let utterance = state.utterance else { return false }
      state.flushes.append(Flush(number: flush, utterance: utterance))
      defer { state.isFinalUnderWay = true }
      return !state.isFinalUnderWay
    }
    if mustStart { submitFinal() }
  }

  func end() { state.withLock { $0.utterance = nil } }

  func close() {
    state.withLock {
      $0.isClosed = true
      $0.utterance = nil
      $0.flushes = []
    }
  }

  // MARK: On the pool's threads

  private func runPartial() {
    let open = state.withLock { $0.isFinalUnderWay ? nil : $0.utterance }
    guard let open, let text = recognise(open, openPadMs: Self.partialPadMs) else { return }
    deliverPartial(Covered(count: open.count, text: text), utterance: open.number)
  }

  private func submitFinal() {
    let ticket = pool.submit(.finalRecognition) { [weak self] in self?.runFinal() }
    guard ticket == nil else { return }
    state.withLock {
      $0.isFinalUnderWay = false
      $0.flushes = []
    }
    deliverFailure(.overloaded("the speech queue is full"))
  }

  /// Answers the oldest flush; the others of this stream wait their turn, so that answers come in order.
  private func runFinal() {
    let next = state.withLock { state -> (flush: Flush, known: String?)? in
      guard !state.flushes.isEmpty else {
        state.isFinalUnderWay = false
        return nil
      }
      let flush = state.flushes.removeFirst()
      let isKnown =
        state.settled.count == flush.utterance.count && state.utterance?.number == flush.utterance.number
      return (flush, isKnown ? state.settled.text : nil)
    }
    guard let next else { return }
    if let text = next.known ?? recognise(next.flush.utterance, openPadMs: Self.finalPadMs) {
      remember(text, of: next.flush.utterance)
      deliverFinal(text, of: next.flush)
    } else {
      deliverFailure(.failed("the recogniser could not decode an utterance"))
    }
    let isMore = state.withLock { state in
      state.isFinalUnderWay = !state.flushes.isEmpty
      return state.isFinalUnderWay
    }
    if isMore { submitFinal() }
  }

  /// A second flush with nothing new in it is answered without asking the model.
  private func remember(_ text: String, of utterance: OpenUtterance) {
    state.withLock {
      if $0.utterance?.number == utterance.number && utterance.count > $0.settled.count {
        $0.settled = Covered(count: utterance.count, text: text)
      }
    }
  }

  /// The text of all segments; what was cut off is recognised once, with care, and kept.
  private func recognise(_ utterance: OpenUtterance, openPadMs: Int) -> String? {
    var texts: [String] = []
    for (index, segment) in utterance.segments.enumerated() {
      if let text = segment.text {
        texts.append(text)
        continue
      }
      let isOpen = index == utterance.segments.count - 1
      guard let text = recognise(segment.samples, padMs: isOpen ? openPadMs : Self.finalPadMs) else {
        return nil
      }
      texts.append(text)
      if !isOpen {
        state.withLock {
          if $0.utterance?.number == utterance.number { $0.utterance?.settle(index, text: text) }
        }
      }
    }
    return texts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func recognise(_ samples: [Int16], padMs: Int) -> String? {
    // Less than a phone: nothing was said, and the model's convolutions need some input.
    guard samples.count >= sampleRate / 20 else { return "" }
    guard let text = model.decode(forModel(samples, padMs: padMs)) else { return nil }
    return TranscriptCleaner.clean(text, loudness: SpeechLoudness(of: samples, sampleRate: sampleRate))
  }

  /// At the model's rate, with silence on both sides: without it first and last words are lost. Measured over 215
  /// telephone prompts with 0, 200, 300 and 400 ms: 6.5, 6.3, 5.8 and 5.5 % of the words wrong.
  private func forModel(_ samples: [Int16], padMs: Int) -> [Float] {
    let pad = MoonshineModel.sampleRate * padMs / 1000
    let input = samples.map { Float($0) / 32768 }
    let factor = MoonshineModel.sampleRate / sampleRate
    var output = [Float](repeating: 0, count: input.count * factor + 2 * pad)
    if factor == 2 {
      HalfbandUpsampler.upsample(input, into: &output, at: pad)
    } else {
      output.replaceSubrange(pad..<pad + input.count, with: input)
    }
    return output
  }

  // MARK: Events, one at a time

  /// Lets a partial out unless it is stale: its utterance is over, or an answer that covers as much has gone out.
  private func deliverPartial(_ result: Covered, utterance: Int) {
    delivery.withLock { delivered in
      guard state.withLock({ !$0.isClosed && $0.utterance?.number == utterance }) else { return }
      if delivered.utterance == utterance {
        guard result.count > delivered.covered, result.text != delivered.text else { return }
      }
      guard !result.text.isEmpty else { return }
      delivered = Delivered(utterance: utterance, covered: result.count, text: result.text)
      events(.partial(utterance: utterance, text: result.text))
    }
  }

  private func deliverFinal(_ text: String, of flush: Flush) {
    delivery.withLock { delivered in
      guard state.withLock({ !$0.isClosed }) else { return }
      delivered = Delivered(utterance: flush.utterance.number, covered: flush.utterance.count, text: text)
      events(.final(utterance: flush.utterance.number, flush: flush.number, text: text))
    }
  }

  private func deliverFailure(_ error: ProviderError) {
    delivery.withLock { _ in
      guard state.withLock({ !$0.isClosed }) else { return }
      events(.failed(error))
    }
  }

  private static let finalPadMs = 400
  /// Shorter, because it costs as much as speech does and a partial may be a little wrong.
  private static let partialPadMs = 200

  // MARK: When partials are due

  private var firstPartial: Int { sampleRate * 480 / 1000 }

  /// 480 ms, and an eighth of what has to be recognised again when that is more: a partial of a long utterance
  /// costs more, so it comes less often.
  private func interval(afterOpen count: Int) -> Int { max(firstPartial, count / 8) }
}
