internal import Audio
public import Providers
internal import Synchronization

/// A recogniser that understands one sentence, whatever is said, a fixed time after it is asked.
public struct SimulatedRecogniser: Recogniser {
  private let timer: TimerThread
  private let times: SimulatedServiceTimes
  private let sentence: String

  public init(
    timer: TimerThread, times: SimulatedServiceTimes = SimulatedServiceTimes(),
    sentence: String = "I would like to know more about your service."
  ) {
    self.timer = timer
    self.times = times
    self.sentence = sentence
  }

  public func openStream(
    sampleRate: Int, events: @escaping @Sendable (RecogniserEvent) -> Void
  ) throws(ProviderError) -> any RecogniserStream {
    Stream(timer: timer, delay: times.recognition, sentence: sentence, events: events)
  }

  private final class Stream: RecogniserStream {
    private struct State {
      var utterance = 0
      var samples = 0
      var isClosed = false
    }
    private let state = Mutex(State())
    private let timer: TimerThread
    private let delay: MediaTime
    private let sentence: String
    private let events: @Sendable (RecogniserEvent) -> Void

    init(
      timer: TimerThread, delay: MediaTime, sentence: String,
      events: @escaping @Sendable (RecogniserEvent) -> Void
    ) {
      self.timer = timer
      self.delay = delay
      self.sentence = sentence
      self.events = events
    }

    func begin(utterance: Int) {
      state.withLock {
        $0.utterance = utterance
        $0.samples = 0
      }
    }

    func append(_ samples: [Int16]) { state.withLock { $0.samples += samples.count } }

    func flush(_ flush: Int) {
      let (utterance, heardAnything) = state.withLock { ($0.utterance, $0.samples > 0) }
      let text = heardAnything ? sentence : ""
      timer.schedule(after: delay) { [self] in
        guard !state.withLock({ $0.isClosed }) else { return }
        events(.final(utterance: utterance, flush: flush, text: text))
      }
    }

    func end() {}

    func close() { state.withLock { $0.isClosed = true } }
  }
}
