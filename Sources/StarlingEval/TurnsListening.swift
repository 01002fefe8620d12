import Audio
import Providers

/// One call's way into the recogniser, in virtual time: answers come with the time they take.
final class TurnsListening {
  struct Answer {
    var event: RecogniserEvent
    /// After it was asked for.
    var delay: MediaTime
  }

  private let recogniser: TurnsRecogniser
  private var utterance = 0
  private var steps: [TurnsRecogniser.Step] = []
  private var key = TurnsKey()
  private var live: TurnsRecogniser.Live?
  private var samples = 0

  init(_ recogniser: TurnsRecogniser) { self.recogniser = recogniser }

  func begin(utterance number: Int) {
    utterance = number
    steps = []
    key = TurnsKey()
    live = nil
    samples = 0
  }

  func append(_ audio: [Int16]) throws -> [Answer] {
    guard utterance > 0, !audio.isEmpty else { return [] }
    samples += audio.count
    for sample in audio { key.add(UInt64(UInt16(bitPattern: sample))) }
    key.add(1 << 20)
    steps.append(.append(audio))
    return try answers(flush: 0)
  }

  func flush(_ number: Int) throws -> [Answer] {
    guard utterance > 0 else { return [] }
    key.add(1 << 21)
    steps.append(.flush(number))
    return try answers(flush: number)
  }

  func end() {
    utterance = 0
    live = nil
    steps = []
  }

  private func answers(flush: Int) throws -> [Answer] {
    let wait = Self.latency(samples: samples)
    return try recogniser.answers(to: steps, key: key.text, within: wait, live: &live).map { said in
      let text = String(said.dropFirst())
      let event: RecogniserEvent =
        switch said.first {
        case "p": .partial(utterance: utterance, text: text)
        case "f": .final(utterance: utterance, flush: flush, text: text)
        default: .failed(.failed(text))
        }
      return Answer(event: event, delay: wait)
    }
  }

  /// What a call waits for a decode, by the length of what is decoded: a straight line near what one idle core takes,
  /// not a measurement, so that a run gives the same numbers on any machine. The report prints what decodes really took.
  static func latency(samples: Int) -> MediaTime {
    // An utterance is cut into segments of some 12 s, and each end has 0.4 s of silence put to it.
    let seconds = min(Double(samples) / Double(WERTrack.rate), 12) + 0.8
    return .nanoseconds(Int64(15e6 + seconds * 13e6))
  }
}
