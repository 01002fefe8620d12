import SileroVAD
import TurnTaking

/// Runs the detectors of many calls as a worker of the engine does: every call's due windows in one question.
struct VADWorker: ~Copyable {
  struct Report: Sendable {
    var event: VoiceActivityEvent
    /// Samples heard when it was told.
    var position: Int
  }

  private var detectors: [VoiceActivityDetector]
  private var states: [SileroState]
  private var batch: SileroBatch
  private var asking: [Int] = []
  private var answered: [Int] = []
  private let keepsRecord: Bool
  /// Windows put to the model, by call.
  private(set) var questions: [Int]
  /// For each call, what was told and the verdict on each window, when a record is kept.
  private(set) var reports: [[Report]]
  private(set) var verdicts: [[Bool]]

  init(calls: Int, settings: VoiceActivitySettings, model: SileroModel, keepsRecord: Bool) throws {
    detectors = Array(repeating: VoiceActivityDetector(settings: settings), count: calls)
    states = Array(repeating: SileroState(), count: calls)
    batch = try SileroBatch(model: model)
    questions = Array(repeating: 0, count: calls)
    reports = Array(repeating: [], count: calls)
    verdicts = Array(repeating: [], count: calls)
    asking.reserveCapacity(batch.capacity)
    answered.reserveCapacity(batch.capacity)
    self.keepsRecord = keepsRecord
  }

  /// Gives a call its next frame. A question stays open until `finish`, or until the batch is full.
  mutating func hear(_ samples: Span<Int16>, call: Int) throws {
    guard detectors[call].append(samples) == samples.count else { throw VADFailure("a frame did not fit") }
    advance(call)
    while batch.isFull { try answer() }
  }

  /// Answers every open question.
  mutating func finish() throws { while batch.count > 0 { try answer() } }

  private mutating func answer() throws {
    try batch.run()
    swap(&asking, &answered)
    for index in answered.indices {
      let call = answered[index]
      batch.readState(at: index, into: &states[call])
      let before = detectors[call].position
      let event = detectors[call].resolve(probability: batch.probability(at: index))
      note(event, call: call, position: before)
    }
    batch.removeAll()
    for call in answered { advance(call) }
    answered.removeAll(keepingCapacity: true)
  }

  private mutating func advance(_ call: Int) {
    while true {
      switch detectors[call].step() {
      case .needMore: return
      case .decided(let event): note(event, call: call, position: detectors[call].position)
      case .ask:
        let index = batch.add(states[call]) { detectors[call].copyWindow(into: &$0) }
        asking.append(call)
        questions[call] += 1
        assert(asking.count == index + 1)
        return
      }
    }
  }

  private mutating func note(_ event: VoiceActivityEvent?, call: Int, position: Int) {
    guard keepsRecord else { return }
    if let event { reports[call].append(Report(event: event, position: position)) }
    while verdicts[call].count < detectors[call].windowsJudged {
      verdicts[call].append(detectors[call].isWindowSpeech)
    }
  }
}
