import Audio
import Providers
import Synchronization

/// A recogniser that "understands" the first sample of every piece it was given.
final class FaultyRecogniser: Recogniser {
  let fault: ProviderFault
  let alarms: VirtualAlarms
  let opened = Atomic<Int>(0)
  let closed = Atomic<Int>(0)
  let isRude: Bool

  init(fault: ProviderFault = .none, isRude: Bool = false, alarms: VirtualAlarms) {
    self.fault = fault
    self.isRude = isRude
    self.alarms = alarms
  }

  func openStream(
    sampleRate: Int, events: @escaping @Sendable (RecogniserEvent) -> Void
  ) throws(ProviderError) -> any RecogniserStream {
    opened.add(1, ordering: .relaxed)
    if case .error(let error) = fault, error.isLasting { throw error }
    return Stream(self, events)
  }

  private final class Stream: RecogniserStream {
    private struct State {
      var utterance = 0
      var heard: [Int16] = []
      var pieces = 0
      var isDead = false
      var isClosed = false
    }
    private let state = Mutex(State())
    private let owner: FaultyRecogniser
    private let events: @Sendable (RecogniserEvent) -> Void

    init(_ owner: FaultyRecogniser, _ events: @escaping @Sendable (RecogniserEvent) -> Void) {
      self.owner = owner
      self.events = events
      if case .error(let error) = owner.fault { send(.failed(error), after: .milliseconds(80)) }
    }

    func begin(utterance: Int) {
      state.withLock {
        $0.utterance = utterance
        $0.heard = []
      }
    }

    func append(_ samples: [Int16]) {
      let (isOver, text, utterance): (Bool, String, Int) = state.withLock { state in
        state.heard.append(samples[0])
        state.pieces += 1
        return (
          Self.limit(owner.fault).map { state.pieces > $0 } ?? false, Self.text(state.heard), state.utterance
        )
      }
      guard !isOver else {
        state.withLock { $0.isDead = true }
        if case .failsAfter = owner.fault { send(.failed(.failed("closed")), after: .milliseconds(5)) }
        return
      }
      send(.partial(utterance: utterance, text: text), after: .milliseconds(30))
    }

    func flush(_ flush: Int) {
      let (isDead, text, utterance) = state.withLock { ($0.isDead, Self.text($0.heard), $0.utterance) }
      switch owner.fault {
      case .stalls: return
      case .drips(let pause): send(.final(utterance: utterance, flush: flush, text: text), after: pause)
      default:
        guard !isDead else { return }
        send(.final(utterance: utterance, flush: flush, text: text), after: .milliseconds(150))
        if owner.isRude {
          send(.final(utterance: utterance, flush: flush, text: text), after: .milliseconds(160))
        }
      }
    }

    func end() {}

    func close() {
      if state.withLock({
        let was = $0.isClosed
        $0.isClosed = true
        return !was
      }) {
        owner.closed.add(1, ordering: .relaxed)
      }
    }

    private static func limit(_ fault: ProviderFault) -> Int? {
      switch fault {
      case .stallsAfter(let count), .failsAfter(let count): count
      default: nil
      }
    }

    private static func text(_ heard: [Int16]) -> String { heard.map { "\($0)" }.joined(separator: " ") }

    private func send(_ event: RecogniserEvent, after delay: MediaTime) {
      _ = owner.alarms.after(delay) { [self] in
        if !state.withLock({ $0.isClosed }) || owner.isRude { events(event) }
      }
    }
  }
}
